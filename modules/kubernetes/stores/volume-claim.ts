import { PersistentVolumeClaimV1 } from "@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { labels } from "../labels";
import { mebibytes } from "../quantities";

export interface VolumeProps {
  /** Folder in the container where it is mounted. */
  readonly path: string;
  /** Size in GiB. It can grow later if its storage class allows that, and never shrink. */
  readonly sizeGib: number;
  /** Storage class. Its volumes must be mountable by many nodes (ReadWriteMany). @default - the cluster's default class */
  readonly storageClass?: string;
  /** True: Terraform refuses to delete the volume and its files. @default true */
  readonly protected?: boolean;
}

export interface VolumeClaimProps extends VolumeProps {
  readonly names: Names;
  readonly app: string;
  readonly namespace: string;
}

/** A volume `<application>-data` that all replicas of one application share, and that outlives its pods. */
export class VolumeClaim extends Construct {
  /** A reference: what uses it depends on the claim. */
  readonly name: string;
  readonly path: string;

  constructor(scope: Construct, id: string, props: VolumeClaimProps) {
    super(scope, id);
    const { app, namespace } = props;
    const claim = new PersistentVolumeClaimV1(this, "claim", {
      metadata: {
        name: props.names.extended("kubernetes_object", app, "data"),
        namespace,
        labels: labels(props.names, app),
      },
      spec: {
        accessModes: ["ReadWriteMany"],
        storageClassName: props.storageClass,
        resources: { requests: { storage: mebibytes(props.sizeGib * 1024) } },
      },
      // Many storage classes bind a volume only when the first pod is scheduled, and the pods depend on the claim.
      waitUntilBound: false,
      lifecycle: (props.protected ?? true) ? { preventDestroy: true } : undefined,
    });
    this.name = claim.metadata.name;
    this.path = props.path;
  }
}
