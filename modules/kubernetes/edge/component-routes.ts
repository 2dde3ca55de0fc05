import { namedHosts, type Route } from "../../routes";

/** A component that clients reach: its Service, and which requests come to it. */
export interface RoutedService extends Route {
  /** Name of its Service. */
  readonly name: string;
  readonly servicePort: number;
}

/** A path of the Gateway API. */
export interface GatewayPath {
  readonly type: "PathPrefix" | "Exact";
  readonly value: string;
}

/** `/api/*` is the prefix `/api`, which takes `/api` itself and what is below it, and no `/apis`. */
export function gatewayPath(path: string): GatewayPath {
  return path.endsWith("/*") ? { type: "PathPrefix", value: path.slice(0, -2) || "/" } : { type: "Exact", value: path };
}

/** The hosts that components name, apart from the application's own. */
export function furtherHosts(own: string, routes: Readonly<Record<string, Route>>): string[] {
  return namedHosts(routes).filter((host) => host !== own);
}

/** The hosts at which the application answers what no component takes: its own, and each that no component has whole. */
export function applicationHosts(own: string, routes: Readonly<Record<string, Route>>): string[] {
  const isWhole = (host: string) =>
    Object.values(routes).some((route) => route.host === host && route.paths.includes("/*"));
  return [own, ...furtherHosts(own, routes).filter((host) => !isWhole(host))];
}
