import type { ContainerProps } from "../../container";
import type { Names } from "../../names";
import type { ServiceIdentity } from "../access/service-identity";
import type { NetworkAttributes } from "../network/network";
import { networkTag } from "../network/network-firewall";
import type { SecretVersion } from "./connection-variables";
import { type BucketMount, mountPath } from "./service-connections";

/** What everything that Cloud Run runs for a service has in common: its replicas and its tasks. */
export interface RunProps {
  readonly names: Names;
  /** The service within the system. */
  readonly name: string;
  readonly container: ContainerProps;
  /** Everything, the container's own and what its connections add. */
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, SecretVersion>>;
  readonly mount?: BucketMount;
  readonly network: NetworkAttributes;
  readonly identity: ServiceIdentity;
}

/** The application's container, as Cloud Run's services, worker pools and jobs write it alike. */
export function applicationContainer({ container, environment, secrets, mount }: RunProps) {
  return {
    name: "application",
    image: container.image,
    // `args` is the image's command; `command` would replace its entry point.
    args: container.command && [...container.command],
    env: [
      ...Object.entries(environment).map(([name, value]) => ({ name, value })),
      ...Object.entries(secrets).map(([name, secretKeyRef]) => ({ name, valueSource: { secretKeyRef } })),
    ],
    resources: { limits: { cpu: String(container.cpu), memory: `${container.memoryMib}Mi` } },
    volumeMounts: mount && [{ name: "shared", mountPath: mountPath(mount) }],
  };
}

/** Identity, volumes and the place in the network. */
export function placement({ names, name, mount, network, identity }: RunProps) {
  return {
    serviceAccount: identity.email,
    volumes: mount && [{ name: "shared", gcs: { bucket: mount.bucket.bucketName, readOnly: false } }],
    vpcAccess: {
      // Everything, so that the firewall and the logs of the network hold for the internet too.
      egress: "ALL_TRAFFIC",
      networkInterfaces: [
        { network: network.networkId, subnetwork: network.subnetId, tags: [networkTag(names, name)] },
      ],
    },
  };
}

/** Set by whoever deployed last, Terraform or a pipeline. */
export const ignoredChanges = ["client", "client_version"];
