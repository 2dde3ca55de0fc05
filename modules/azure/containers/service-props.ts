import type { ContainerProps, HealthProbes, Replicas } from "../../container";
import type { IdentityAttributes } from "../access/managed-identity";
import type { Roles } from "../access/role-grants";
import type { NetworkAttributes } from "../network/network";
import type { Placement } from "../placement";
import { connectionPermissions } from "./connection-permissions";
import type { ServiceConnections } from "./service-connections";
import { secretRoles, type VaultAttributes } from "./service-secrets";
import type { TracingProps } from "./trace-collector";

/** A registry in Azure; the service's identity gets the right to pull from it. */
export interface RegistryAttributes {
  readonly id: string;
  /** Host name with which image names begin. */
  readonly loginServer: string;
}

/** Props of a service on either platform, Container Instances or Container Apps. */
export interface ServiceProps extends Placement, ServiceConnections {
  /** The service within the system, e.g. `api`. */
  readonly name: string;
  readonly network: NetworkAttributes;
  /**
   * The identity of this service only. It gets the roles for the service's connections, secrets and images, and Azure refuses to
   * assign a role twice.
   */
  readonly identity: IdentityAttributes;
  /** `secrets`: NAME → name of a secret in `vault`, or `<name>/<version>` for a fixed version. */
  readonly container: ContainerProps;
  /** Document 002: 2 to 10. */
  readonly replicas: Replicas;
  /** Key Vault of the secrets; needed if the container has any. @default - none */
  readonly vault?: VaultAttributes;
  /** @default - images are public */
  readonly registry?: RegistryAttributes;
  /** Log Analytics workspace that gets the containers' output. */
  readonly workspaceId: string;
  /** @default - no traces */
  readonly tracing?: TracingProps;
}

/** How a load balancer reaches a service. */
export interface ServiceBackend {
  /** IP addresses. */
  readonly addresses: string[];
  readonly port: number;
  readonly protocol: "Http" | "Https";
  /** Host header of requests, and name in the service's certificate. @default - the host of the client's request */
  readonly hostName?: string;
  readonly health: HealthProbes;
}

/** All roles of a service's identity. */
export function serviceRoles(props: ServiceProps): Roles {
  const { registry, tracing } = props;
  return {
    ...(registry && { "pull-images": { role: "AcrPull", scope: registry.id } }),
    ...secretRoles(props.container.secrets ?? {}, props.vault),
    ...connectionPermissions(props),
    ...(tracing && { telemetry: { role: "Monitoring Metrics Publisher", scope: tracing.applicationInsightsId } }),
  };
}
