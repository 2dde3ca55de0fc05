import type { ComputeUrlMapConfig } from "@cdktf/provider-google/lib/compute-url-map";
import { pathPatterns, type Route, routesByHost } from "../../routes";

/**
 * The rules of a URL map: each host that a route names has its paths, all others have those of the routes that name none. What no path
 * takes leads to `defaultService`. `services` are the ids of the backend services, by component.
 */
export function urlRules(
  domains: readonly string[],
  routes: Readonly<Record<string, Route>>,
  services: Readonly<Record<string, string>>,
  defaultService: string,
): Pick<ComputeUrlMapConfig, "hostRule" | "pathMatcher"> {
  const matchers = routesByHost(domains, routes)
    .filter(({ routes }) => Object.keys(routes).length > 0)
    .map(({ host = "*", routes }, index) => ({
      hosts: [host],
      name: host === "*" ? "other-hosts" : `host-${index + 1}`,
      pathRule: Object.entries(routes).map(([component, paths]) => ({
        paths: paths.flatMap(pathPatterns),
        service: services[component],
      })),
    }));
  if (matchers.length === 0) return {};
  return {
    hostRule: matchers.map(({ hosts, name }) => ({ hosts, pathMatcher: name })),
    pathMatcher: matchers.map(({ name, pathRule }) => ({ name, defaultService, pathRule })),
  };
}
