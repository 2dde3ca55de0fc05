import type { Found, FoundComponent } from "../application/found";
import { isProduction, runsContainers } from "../model/answers";
import type { PlannedSystem } from "../model/plan";
import { block, type Entry, entry } from "./hcl";
import { databaseName } from "./names";

/** The size that every cloud runs: its least pair of CPU and memory is the same for all. */
const size = { cpu: 1, memory_mib: 2048 };
const defaultPort = 8080;

/** The application, its stores and its components, for all environments. */
export function applicationEntries({ name, platforms }: PlannedSystem, found: Found, repository?: string): Entry[] {
  if (!platforms.some(runsContainers)) return [];
  const own = `ghcr.io/${repository?.toLowerCase() ?? `your-org/${name}`}`;
  const edits = {
    image: found.image ? undefined : "the image; a release names another one with --var image=…",
    port: found.port === undefined ? "the port on which the container listens" : undefined,
    health: found.healthPath === undefined ? "paths that answer 200 when a replica is well" : undefined,
  };
  return [
    ...block("application", [
      ...entry("image", found.image ?? `${own}:1.0.0`, { edit: edits.image }),
      ...entry("port", found.port ?? defaultPort, { edit: edits.port }),
      ...entry("cpu", size.cpu),
      ...entry("memory_mib", size.memory_mib),
      ...entry("command", found.command),
      ...block("health", healthEntries(found.healthPath), { edit: edits.health }),
      ...variables(found.environment),
      ...block("components", componentEntries(found, own)),
    ]),
    ...storeEntries(name, platforms, found),
  ];
}

const checked = (path: string | undefined) => ({
  live: path ?? "/health/live",
  ready: path ?? "/health/ready",
  startup: path ?? "/health/startup",
});

/** Cloud Run gives a replica 240 s to start: eight checks of 30 s. */
function healthEntries(path: string | undefined): Entry[] {
  const { live, ready, startup } = checked(path);
  return [
    ...entry("live", { path: live }),
    ...entry("ready", { path: ready }),
    ...entry("startup", { path: startup, failures: 8 }),
  ];
}

const variables = (environment: Readonly<Record<string, string>>): Entry[] =>
  Object.keys(environment).length === 0
    ? []
    : block(
        "environment",
        Object.entries(environment).flatMap(([name, value]) => entry(name, value)),
      );

function componentEntries(found: Found, ownImage: string): Entry[] {
  return Object.entries(found.components).flatMap(([name, component]) => {
    const built = component.build === undefined ? undefined : `${ownImage}-${name}:1.0.0`;
    const edit = built ? `the image that is built from ${component.build}` : undefined;
    return block(name, [
      ...entry("image", component.image ?? built, { edit }),
      ...entry("cpu", size.cpu),
      ...entry("memory_mib", size.memory_mib),
      ...entry("command", component.command),
      ...routeEntries(name, component, found),
      ...variables(component.environment),
    ]);
  });
}

/** A component that publishes a port answers below its name, unless the application is checked there. */
function routeEntries(name: string, { ports: [port], healthPath }: FoundComponent, found: Found): Entry[] {
  if (port === undefined) return [];
  const isTaken = `${checked(found.healthPath).ready}/`.startsWith(`/${name}/`);
  const route = block("route", [
    ...entry("paths", [`/${name}${isTaken ? "-service" : ""}/*`]),
    ...(healthPath ? block("health", healthEntries(healthPath)) : []),
  ]);
  return [...entry("port", port), ...route];
}

function storeEntries(name: string, platforms: readonly string[], { database, cache }: Found): Entry[] {
  return [
    ...(database
      ? block("database", [
          ...entry("version", postgresVersion(database.version, platforms)),
          ...entry("size", "small"),
          ...entry("name", database.name ?? databaseName(name)),
        ])
      : []),
    ...(cache ? entry("cache", { version: "7.1", size: "small" }) : []),
  ];
}

/** The version that was found, or the nearest that every platform has. */
export function postgresVersion(found: string | undefined, platforms: readonly string[]): string {
  const least = platforms.includes("aws-eks") ? 15 : 14;
  return String(Math.min(17, Math.max(least, Number(found ?? 16))));
}

/** Replicas and stores of one environment. */
export function sizeEntries(environment: string, platforms: readonly string[], found: Found): Entry[] {
  const production = isProduction(environment);
  const replicas = production ? { min: 2, max: 10 } : { min: 1, max: 2 };
  const names = Object.keys(found.components);
  const application = [
    ...entry("replicas", replicas),
    ...block(
      "components",
      names.flatMap((name) => entry(name, { replicas })),
    ),
  ];
  const small = { storage_gib: 20, high_availability: false, backup_days: 7, protected: false };
  const large = { size: "medium", storage_gib: 100, max_storage_gib: 500, backup_days: 30 };
  return [
    ...(platforms.some(runsContainers) ? block("application", application) : []),
    ...(found.database ? entry("database", production ? large : small) : []),
    ...(found.cache && !production ? entry("cache", { nodes: 1, snapshot_days: 1 }) : []),
    ...(production || !platforms.some((it) => it !== "kubernetes" && (runsContainers(it) || it === "aws-serverless"))
      ? []
      : entry("backup", { enabled: false })),
  ];
}
