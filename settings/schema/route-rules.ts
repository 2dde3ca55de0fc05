import type { Finding, Rule } from "../rule";
import { rule } from "./rules";
import type { ApplicationSettings } from "./shared";

type Application = Pick<ApplicationSettings, "application">;

/** One path of a component that clients reach. */
interface RoutedPath {
  /** Its place in the settings. */
  readonly at: string;
  readonly component: string;
  readonly path: string;
  /** @default - the names of the application */
  readonly host?: string;
}

/** The hosts that components name, each with its place; a host may be there more than once. */
export const routeHosts = ({ application }: Application): { at: string; host: string }[] =>
  Object.entries(application.components).flatMap(([name, { route }]) =>
    route?.host ? [{ at: `application.components.${name}.route.host`, host: route.host }] : [],
  );

/** Every path of every component that clients reach. */
export const routedPaths = ({ application }: Application): RoutedPath[] =>
  Object.entries(application.components).flatMap(([component, { route }]) =>
    (route?.paths ?? []).map((path, index) => ({
      at: `application.components.${component}.route.paths[${index}]`,
      component,
      path,
      host: route?.host,
    })),
  );

/** No request leads to two services, and the application keeps what it is checked by. `domains` are the application's names. */
export const routeRule = <S extends Application>(
  reads: string[],
  domains: (settings: S) => readonly (string | undefined)[],
): Rule =>
  rule<S>(["application", ...reads], function* (settings) {
    const paths = routedPaths(settings);
    if (paths.length === 0) return;
    const own = domains(settings);
    const check = settings.application.health.ready.path;
    for (const [index, { at, path, host }] of paths.entries()) {
      const isOwn = host === undefined || own.includes(host);
      const refused = (problem: string, expected: string): Finding => ({ path: at, problem, expected, found: path });
      if (isOwn && path === "/*") {
        yield refused("nothing is left for the application", "a path such as /api/*, or a `host` of its own");
      } else if (isOwn && overlap(path, check.split("?")[0] ?? "")) {
        yield refused(
          "takes the request that checks the application from outside",
          `a path without application.health.ready.path (${check})`,
        );
      }
      const other = paths.slice(0, index).find((before) => meet(before.host, host, own) && overlap(before.path, path));
      if (other) {
        yield refused(
          "two routes for one request",
          `a path that ${other.at} (${other.path}) does not overlap; a cloud may ignore the case of letters`,
        );
      }
    }
  });

/** Whether two routes take requests of one host. */
function meet(a: string | undefined, b: string | undefined, own: readonly (string | undefined)[]): boolean {
  const isOwn = (host: string | undefined) => host === undefined || own.includes(host);
  return a === b || (isOwn(a) && isOwn(b) && (a === undefined || b === undefined));
}

/** Whether one request may have both paths. Azure does not tell capital letters from small ones. */
function overlap(a: string, b: string): boolean {
  const covers = (wide: string, path: string) =>
    wide.endsWith("/*") && `${path.replace(/\*$/, "")}/`.startsWith(wide.slice(0, -1));
  const [one, two] = [a.toLowerCase(), b.toLowerCase()] as const;
  return one === two || covers(one, two) || covers(two, one);
}

/** No more than `most` of what a cloud counts. */
export function* atMost<T extends { readonly at: string }>(
  all: readonly T[],
  most: number,
  what: string,
): Iterable<Finding> {
  const beyond = all[most];
  if (beyond)
    yield { path: beyond.at, problem: `too many ${what}`, expected: `at most ${most}`, found: `${all.length}` };
}
