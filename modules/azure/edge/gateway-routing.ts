import type { ApplicationGatewayConfig } from "@cdktf/provider-azurerm/lib/application-gateway";
import type { ServiceBackend } from "../containers/service-props";

type Routing = Pick<
  ApplicationGatewayConfig,
  | "frontendPort"
  | "httpListener"
  | "requestRoutingRule"
  | "redirectConfiguration"
  | "backendAddressPool"
  | "backendHttpSettings"
  | "probe"
>;

/** The routing of an Application Gateway: HTTPS requests go to the service, HTTP requests are redirected to HTTPS. */
export function gatewayRouting(backend: ServiceBackend, requestTimeoutSeconds: number): Routing {
  const { protocol, port, hostName, health } = backend;
  const { ready } = health;
  return {
    frontendPort: [
      { name: "http", port: 80 },
      { name: "https", port: 443 },
    ],
    httpListener: [
      { name: "http", protocol: "Http", frontendIpConfigurationName: "public", frontendPortName: "http" },
      {
        name: "https",
        protocol: "Https",
        frontendIpConfigurationName: "public",
        frontendPortName: "https",
        sslCertificateName: "certificate",
      },
    ],
    requestRoutingRule: [
      {
        name: "https",
        ruleType: "Basic",
        priority: 100,
        httpListenerName: "https",
        backendAddressPoolName: "service",
        backendHttpSettingsName: "service",
      },
      {
        name: "http",
        ruleType: "Basic",
        priority: 200,
        httpListenerName: "http",
        redirectConfigurationName: "to-https",
      },
    ],
    redirectConfiguration: [
      {
        name: "to-https",
        redirectType: "Permanent",
        targetListenerName: "https",
        includePath: true,
        includeQueryString: true,
      },
    ],
    backendAddressPool: [{ name: "service", ipAddresses: backend.addresses }],
    backendHttpSettings: [
      {
        name: "service",
        protocol,
        port,
        hostName,
        cookieBasedAffinity: "Disabled",
        requestTimeout: requestTimeoutSeconds,
        probeName: "ready",
        // Running requests may finish when their group leaves the pool.
        connectionDraining: { enabled: true, drainTimeoutSec: 30 },
      },
    ],
    probe: [
      {
        name: "ready",
        protocol,
        path: ready.path,
        interval: ready.intervalSeconds,
        timeout: ready.timeoutSeconds,
        unhealthyThreshold: ready.failures,
        match: { statusCode: ["200-299"] },
        // A probe needs a host name. Any works where the service has none.
        ...(hostName ? { pickHostNameFromBackendHttpSettings: true } : { host: "127.0.0.1" }),
      },
    ],
  };
}
