import type { ApplicationGatewayConfig } from "@cdktf/provider-azurerm/lib/application-gateway";
import { pathPatterns, type Route, routesByHost } from "../../routes";
import type { ServiceBackend } from "../containers/service-props";

type Routing = Pick<
  ApplicationGatewayConfig,
  | "frontendPort"
  | "httpListener"
  | "requestRoutingRule"
  | "urlPathMap"
  | "redirectConfiguration"
  | "backendAddressPool"
  | "backendHttpSettings"
  | "probe"
>;

/** A component that gets some of the requests. */
export interface RoutedBackend extends Route {
  readonly backend: ServiceBackend;
}

/** The name of a component's pool, of its settings, and of its path rule; the application's is `service`. */
export const poolOf = (component: string) => `component-${component}`;

/**
 * The routing of an Application Gateway: HTTPS requests go to the component whose route takes them, else to the service; HTTP requests are
 * redirected to HTTPS. `domain` is the application's own name.
 */
export function gatewayRouting(
  backend: ServiceBackend,
  requestTimeoutSeconds: number,
  domain?: string,
  components: Readonly<Record<string, RoutedBackend>> = {},
): Routing {
  const hosts = routesByHost(domain ? [domain] : [], components).map((entry, index) => ({
    ...entry,
    // The listener of every host that no other names.
    listener: entry.host ? `https-${index + 1}` : "https",
    // Listeners of hosts come first: Azure takes the first rule whose listener fits.
    priority: entry.host ? index + 1 : 100,
  }));
  const backends = [
    { name: "service", probe: "ready", backend },
    ...Object.entries(components).map(([component, { backend }]) => ({
      name: poolOf(component),
      probe: `ready-${component}`,
      backend,
    })),
  ];
  const targets = hosts.map(({ listener, priority, routes }) => {
    const whole = Object.keys(routes).find((component) => routes[component]?.includes("/*"));
    const pathMap = whole === undefined && Object.keys(routes).length > 0 ? `paths-of-${listener}` : undefined;
    return { listener, priority, routes, pathMap, pool: whole === undefined ? "service" : poolOf(whole) };
  });
  const pathMaps = targets.flatMap(({ pathMap, routes, pool }) =>
    pathMap
      ? [
          {
            name: pathMap,
            defaultBackendAddressPoolName: pool,
            defaultBackendHttpSettingsName: pool,
            pathRule: Object.entries(routes).map(([component, paths]) => ({
              name: poolOf(component),
              paths: paths.flatMap(pathPatterns),
              backendAddressPoolName: poolOf(component),
              backendHttpSettingsName: poolOf(component),
            })),
          },
        ]
      : [],
  );
  return {
    frontendPort: [
      { name: "http", port: 80 },
      { name: "https", port: 443 },
    ],
    httpListener: [
      { name: "http", protocol: "Http", frontendIpConfigurationName: "public", frontendPortName: "http" },
      ...hosts.map(({ listener, host }) => ({
        name: listener,
        protocol: "Https",
        frontendIpConfigurationName: "public",
        frontendPortName: "https",
        sslCertificateName: "certificate",
        ...(host && { hostName: host }),
      })),
    ],
    requestRoutingRule: [
      ...targets.map(({ listener, priority, pathMap, pool }) => ({
        name: listener,
        ruleType: pathMap ? "PathBasedRouting" : "Basic",
        priority,
        httpListenerName: listener,
        ...(pathMap ? { urlPathMapName: pathMap } : { backendAddressPoolName: pool, backendHttpSettingsName: pool }),
      })),
      {
        name: "http",
        ruleType: "Basic",
        priority: 200,
        httpListenerName: "http",
        redirectConfigurationName: "to-https",
      },
    ],
    urlPathMap: pathMaps.length > 0 ? pathMaps : undefined,
    redirectConfiguration: [
      {
        name: "to-https",
        redirectType: "Permanent",
        targetListenerName: "https",
        includePath: true,
        includeQueryString: true,
      },
    ],
    backendAddressPool: backends.map(({ name, backend }) => ({ name, ipAddresses: backend.addresses })),
    backendHttpSettings: backends.map(({ name, probe, backend: { protocol, port, hostName } }) => ({
      name,
      protocol,
      port,
      hostName,
      cookieBasedAffinity: "Disabled",
      requestTimeout: requestTimeoutSeconds,
      probeName: probe,
      // Running requests may finish when their group leaves the pool.
      connectionDraining: { enabled: true, drainTimeoutSec: 30 },
    })),
    probe: backends.map(({ probe: name, backend }) => readiness(name, backend)),
  };
}

function readiness(name: string, { protocol, hostName, health: { ready } }: ServiceBackend) {
  return {
    name,
    protocol,
    path: ready.path,
    interval: ready.intervalSeconds,
    timeout: ready.timeoutSeconds,
    unhealthyThreshold: ready.failures,
    match: { statusCode: ["200-299"] },
    // A probe needs a host name. Any works where the service has none.
    ...(hostName ? { pickHostNameFromBackendHttpSettings: true } : { host: "127.0.0.1" }),
  };
}
