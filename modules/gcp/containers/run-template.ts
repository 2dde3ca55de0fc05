import type { ContainerProps } from "../../container";
import type { Names } from "../../names";
import type { ServiceIdentity } from "../access/service-identity";
import type { NetworkAttributes } from "../network/network";
import { networkTag } from "../network/network-firewall";
import type { SecretVersion } from "./connection-variables";
import type { BucketMount } from "./service-connections";

/** What the replicas and the tasks of a service have in common. */
export interface RunProps {
  readonly names: Names;
  /** The service within the system. */
  readonly name: string;
  readonly container: ContainerProps;
  /** Plain variables: the container's own and those of its connections. */
  readonly environment: Readonly<Record<string, string>>;
  /** Variables that Cloud Run fills from Secret Manager. */
  readonly secrets: Readonly<Record<string, SecretVersion>>;
  readonly mount?: BucketMount;
  readonly network: NetworkAttributes;
  readonly identity: ServiceIdentity;
  /** `service.namespace` of the application's metrics. @default - what the application says itself */
  readonly metricNamespace?: string;
}

/** The application's container; services, worker pools and jobs of Cloud Run take it in the same form. */
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
    volumeMounts: mount && [{ name: "shared", mountPath: mount.path }],
  };
}

/** Service account, volumes and network interface of a replica or a task. */
export function placement({ names, name, mount, network, identity }: RunProps) {
  return {
    serviceAccount: identity.email,
    volumes: mount && [{ name: "shared", gcs: { bucket: mount.bucket.bucketName, readOnly: false } }],
    vpcAccess: {
      // All traffic, so that firewall and flow logs of the network cover the internet too.
      egress: "ALL_TRAFFIC",
      networkInterfaces: [
        { network: network.networkId, subnetwork: network.subnetId, tags: [networkTag(names, name)] },
      ],
    },
  };
}

/**
 * The deletion protection of what runs on Cloud Run: none, in protected environments too. It stores nothing, and a first revision that
 * does not start leaves it tainted: the next apply must replace it (provider 6.50: the id is set before the wait, and a destroy is
 * refused while the protection is on).
 */
export const replaceable = false;

/** Fields that Cloud Run sets to the tool that deployed last, such as Terraform or gcloud. */
export const ignoredChanges = ["client", "client_version"];
