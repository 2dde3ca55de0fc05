import type { ContainerProps, HealthProbes, Replicas } from "../../container";
import type { IdentityAttributes } from "../access/managed-identity";
import type { Roles } from "../access/role-grants";
import type { NetworkAttributes } from "../network/network";
import type { Placement } from "../placement";
import { connectionRoles, type ServiceConnections } from "./service-connections";
import { secretRoles, type VaultAttributes } from "./service-secrets";
import type { TracingProps } from "./trace-collector";

/** A registry that the service's identity may pull from. */
export interface RegistryAttributes {
  readonly id: string;
  /** Host name that images begin with. */
  readonly loginServer: string;
}

/** What a service is given, whichever platform runs it. */
export interface ServiceProps extends Placement, ServiceConnections {
  /** The service within the system, e.g. `api`. */
  readonly name: string;
  readonly network: NetworkAttributes;
  /**
   * It acts in this identity's name, which no other service uses: the roles for its connections, secrets and images are added,
   * and Azure gives none twice.
   */
  readonly identity: IdentityAttributes;
  /** `secrets`: NAME → a secret's name in `vault`, with `/<version>` to hold on to one. */
  readonly container: ContainerProps;
  /** Document 002: 2 to 10. */
  readonly replicas: Replicas;
  /** Needed with secrets. @default - none */
  readonly vault?: VaultAttributes;
  /** @default - images are public */
  readonly registry?: RegistryAttributes;
  /** Keeps what the containers write. */
  readonly workspaceId: string;
  /** @default - no traces */
  readonly tracing?: TracingProps;
}

/** How a load balancer reaches a service. */
export interface ServiceBackend {
  readonly addresses: string[];
  readonly port: number;
  readonly protocol: "Http" | "Https";
  /** Sent as Host, and expected in the certificate. @default - what the client asked for */
  readonly hostName?: string;
  readonly health: HealthProbes;
}

/** Everything the identity of a service may do. */
export function serviceRoles(props: ServiceProps): Roles {
  const { registry, tracing } = props;
  return {
    ...(registry && { "pull-images": { role: "AcrPull", scope: registry.id } }),
    ...secretRoles(props.container.secrets ?? {}, props.vault),
    ...connectionRoles(props),
    ...(tracing && { telemetry: { role: "Monitoring Metrics Publisher", scope: tracing.applicationInsightsId } }),
  };
}
