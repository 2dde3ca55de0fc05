import { ComputeBackendService } from "@cdktf/provider-google/lib/compute-backend-service";
import { ComputeRegionNetworkEndpointGroup } from "@cdktf/provider-google/lib/compute-region-network-endpoint-group";
import { IapWebBackendServiceIamMember } from "@cdktf/provider-google/lib/iap-web-backend-service-iam-member";
import type { Construct } from "constructs";

/** Parts of an address that the CDN compares: all of them. The provider refuses a CDN policy without it. */
const cacheKeyPolicy = { includeHost: true, includeProtocol: true, includeQueryString: true };

/** A Cloud Run service that a load balancer leads to. */
export interface BalancedService {
  readonly serviceName: string;
  readonly location: string;
}

export interface ServiceBackendProps {
  readonly name: string;
  readonly service: BalancedService;
  /** Cloud Armor's policy. */
  readonly securityPolicy: string;
  readonly cdn: boolean;
  /** Who gets access through Identity-Aware Proxy. @default - everyone */
  readonly iap?: { readonly members: readonly string[] };
}

/** What a URL map sends requests to: a Cloud Run service, with its filter and its log. */
export function serviceBackend(scope: Construct, props: ServiceBackendProps): ComputeBackendService {
  const { name, service, cdn, iap } = props;
  const group = new ComputeRegionNetworkEndpointGroup(scope, "endpoints", {
    name,
    region: service.location,
    networkEndpointType: "SERVERLESS",
    cloudRun: { service: service.serviceName },
  });
  const backend = new ComputeBackendService(scope, "backend", {
    name,
    loadBalancingScheme: "EXTERNAL_MANAGED",
    protocol: "HTTPS",
    backend: [{ group: group.id }],
    securityPolicy: props.securityPolicy,
    logConfig: { enable: true, sampleRate: 1 },
    enableCdn: cdn,
    cdnPolicy: cdn ? { cacheMode: "USE_ORIGIN_HEADERS", cacheKeyPolicy } : undefined,
    iap: iap && { enabled: true },
  });
  for (const member of iap?.members ?? []) {
    new IapWebBackendServiceIamMember(scope, `iap-${member}`, {
      webBackendService: backend.name,
      role: "roles/iap.httpsResourceAccessor",
      member,
    });
  }
  return backend;
}
