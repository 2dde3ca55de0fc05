import { createHash } from "node:crypto";

/** Which requests lead to a service that is not the application's own; settings refuse two that take one request. */
export interface Route {
  /** `/api/*` is `/api` and all below it, `/login` that path alone. */
  readonly paths: readonly string[];
  /** @default - the names of the application */
  readonly host?: string;
}

/** The routes of one host, by component. */
export interface HostRoutes {
  /** Undefined for all hosts that no other entry names. */
  readonly host?: string;
  readonly routes: Readonly<Record<string, readonly string[]>>;
}

/** A path as the load balancers of AWS, Google Cloud and Azure match it: `/api/*` there leaves out `/api` itself. */
export function pathPatterns(path: string): string[] {
  const folder = path.replace(/\/\*$/, "");
  return folder === path || folder === "" ? [path] : [folder, path];
}

/**
 * What each host leads to, where a component has a name of its own: the hosts in the order of the components, and last the entry of all
 * others with the routes that name none. `domains` are the application's names, which have those routes too.
 */
export function routesByHost(domains: readonly string[], routes: Readonly<Record<string, Route>>): HostRoutes[] {
  const all = Object.entries(routes);
  const of = (takes: (host: string | undefined) => boolean) =>
    Object.fromEntries(all.filter(([, { host }]) => takes(host)).map(([name, { paths }]) => [name, paths]));
  const hosts = namedHosts(routes).map((host) => ({
    host,
    routes: of((other) => other === host || (other === undefined && domains.includes(host))),
  }));
  return [...hosts, { routes: of((host) => host === undefined) }];
}

/** The hosts that routes name, each once. */
export function namedHosts(routes: Readonly<Record<string, Pick<Route, "host">>>): string[] {
  return [...new Set(Object.values(routes).flatMap(({ host }) => host ?? []))];
}

/**
 * A number of `first` to `last` for each key, where a service wants each once. It follows from the key, so that a key that comes or goes
 * changes no other, but for the rare two whose digests meet: the service refuses a number that another rule has until later in the same
 * deploy. The first `reserved` numbers and the last go to none, where some are reserved.
 */
export function stableNumbers(
  keys: readonly string[],
  first: number,
  last: number,
  reserved = 0,
): Record<string, number> {
  const size = last - first + 1;
  // Taken out of the range rather than left out of `size`: the other keys keep their numbers.
  const taken = new Set(reserved > 0 ? [...Array(reserved).keys(), size - 1] : []);
  return Object.fromEntries(
    [...keys].sort().map((key) => {
      let number = createHash("sha256").update(key).digest().readUInt32BE() % size;
      while (taken.has(number)) number = (number + 1) % size;
      taken.add(number);
      return [key, first + number];
    }),
  );
}
