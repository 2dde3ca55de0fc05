import { PersistentVolumeClaimV1 } from "@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1";
import { Construct } from "constructs";
import type { Replicas } from "../../container";
import type { Names } from "../../names";
import { labels } from "../labels";
import { mebibytes } from "../quantities";

export interface VolumeProps {
  /** Where it is mounted. */
  readonly path: string;
  /** It can grow later, where its class allows that, and never shrink. */
  readonly sizeGib: number;
  /** @default - the cluster's default class */
  readonly storageClass?: string;
  /** How many nodes may mount it; one node's serves one replica. @default "ReadWriteMany" */
  readonly accessMode?: "ReadWriteMany" | "ReadWriteOnce";
  /** Terraform refuses to delete it, and so what it holds. @default true */
  readonly protected?: boolean;
}

export interface VolumeClaimProps extends VolumeProps {
  readonly names: Names;
  readonly app: string;
  readonly namespace: string;
  readonly replicas: Replicas;
}

/** A volume of one application, `<application>-data`, that outlives its pods. */
export class VolumeClaim extends Construct {
  /** Whoever mounts it comes after it. */
  readonly name: string;
  readonly path: string;

  constructor(scope: Construct, id: string, props: VolumeClaimProps) {
    super(scope, id);
    const { app, namespace, accessMode = "ReadWriteMany", replicas } = props;
    if (accessMode === "ReadWriteOnce" && replicas.max > 1) {
      throw new Error(`volume of "${app}": expected one replica with ReadWriteOnce, found up to ${replicas.max}`);
    }
    const claim = new PersistentVolumeClaimV1(this, "claim", {
      metadata: { name: `${app}-data`, namespace, labels: labels(props.names, app) },
      spec: {
        accessModes: [accessMode],
        storageClassName: props.storageClass,
        resources: { requests: { storage: mebibytes(props.sizeGib * 1024) } },
      },
      // Many classes bind a volume only when the first pod is placed, and pods come after the claim.
      waitUntilBound: false,
      lifecycle: (props.protected ?? true) ? { preventDestroy: true } : undefined,
    });
    this.name = claim.metadata.name;
    this.path = props.path;
  }
}
