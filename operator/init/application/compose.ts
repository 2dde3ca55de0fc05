import { normalize } from "node:path/posix";
import { type ComposeFile, readComposeFile, type Service } from "./compose-file";
import { readService } from "./compose-service";
import { type Build, buildOf, publishedPorts, textOf, withDefaults, wordsOf } from "./compose-values";
import type { FoundComponent, Note, Part } from "./found";
import { kindOfImage } from "./images";

/** What a compose file adds: the application, its stores, its components. */
export interface Composed extends Part {
  /** Where the application is built, if the file says so. */
  readonly build?: Build;
}

/** Reads a variables file that a service names; nothing if it is not there. */
export type ReadFile = (name: string) => string | undefined;

/** Reads the services of a compose file: one is the application, PostgreSQL and Redis become its stores, the others its components. */
export function readCompose(text: string, file: string, readFile: ReadFile = () => undefined): Composed {
  const compose = readComposeFile(text, file);
  const taken: Note[] = [];
  const notTaken: Note[] = [...compose.notTaken];
  const parts: { -readonly [K in keyof Part]: Part[K] } & { build?: Build } = { taken, notTaken };
  const own: Service[] = [];
  const note = ({ line }: Service, text: string) => notTaken.push({ file, line, text });

  for (const service of compose.services) {
    const { name, line, keys } = service;
    const written = textOf(keys.image) ?? "";
    // Even where the shell gives the tag, the name says what it is.
    const image = withDefaults(written) ?? written.replace(/\$(\{[^}]*\}|\w+)/g, "").replace(/:$/, "");
    const kind = keys.build === undefined && image ? kindOfImage(image) : { kind: "component" as const };
    const profiles = Array.isArray(keys.profiles) ? keys.profiles : [];
    if (kind.kind === "not taken") note(service, `service ${name}: ${kind.why}`);
    else if (profiles.length > 0) note(service, `service ${name}: it starts with the profile ${profiles[0]} only`);
    else if (kind.kind === "database" && !parts.database) {
      parts.database = { version: kind.version, name: databaseName(service) };
      taken.push({ file, line, text: `service ${name}: the database, PostgreSQL ${kind.version ?? ""}`.trim() });
    } else if (kind.kind === "cache" && !parts.cache) {
      parts.cache = { version: kind.version };
      taken.push({ file, line, text: `service ${name}: the cache, Redis ${kind.version ?? ""}`.trim() });
    } else if (kind.kind !== "component")
      note(service, `service ${name}: a second ${kind.kind}, an application has one`);
    else own.push(service);
  }

  const names = compose.services.map(({ name }) => name);
  const application = applicationOf(own);
  for (const service of own) {
    const read = readService(service, { file, names, readFile });
    const ownBuild = buildOf(service.keys.build);
    if (service === application) addApplication(parts, read.component, ownBuild);
    else addComponent(parts, service, read.component, { ownBuild, of: buildOf(application?.keys.build), compose });
    const owner = service === application ? "the application" : `component ${service.name}`;
    for (const port of read.component.ports.slice(1)) {
      notTaken.push({ file, line: service.lineOf("ports"), text: `port ${port}: ${owner} has one port` });
    }
    taken.push(...read.taken.map((it) => (service === application ? { ...it, text: renamed(it.text, service) } : it)));
    notTaken.push(...read.notTaken);
  }
  return parts;
}

const renamed = (text: string, { name }: Service) =>
  text.replace(/^component [^\s:]+/, `service ${name}: the application`);

/** The service that clients reach: one that is built and publishes a port, of those one that is built at the top or has a usual name. */
function applicationOf(services: readonly Service[]): Service | undefined {
  const points = ({ name, keys }: Service) =>
    (keys.build !== undefined ? 8 : 0) +
    (publishedPorts(keys.ports).ports.length > 0 ? 4 : 0) +
    (isTop(buildOf(keys.build)) ? 2 : 0) +
    (/^(app|api|web|server|backend|application|service)$/i.test(name) ? 1 : 0);
  return [...services].sort((a, b) => points(b) - points(a))[0];
}

const isTop = (build: Build | undefined) => build !== undefined && normalize(build.context).replace(/\/$/, "") === ".";

function addApplication(parts: Part & { build?: Build }, read: FoundComponent, build?: Build): void {
  const [port] = read.ports;
  Object.assign(parts, {
    build,
    image: read.image,
    command: read.command,
    environment: read.environment,
    secrets: read.secrets,
    ...(port !== undefined && { port }),
    ...(read.healthPath && { healthPath: read.healthPath }),
  });
}

interface Others {
  readonly ownBuild?: Build;
  readonly of?: Build;
  readonly compose: ComposeFile;
}

/** A service that ends before another starts is a task; one with the application's build runs the application's image. */
function addComponent(parts: Part, service: Service, read: FoundComponent, { ownBuild, of, compose }: Others): void {
  const key = componentName(service.name, Object.keys({ ...parts.components, ...parts.tasks }));
  const words = wordsOf(service.keys.command);
  const isTask = compose.services.some(({ keys }) => waitsForEnd(keys.depends_on, service.name));
  const sameBuild = ownBuild !== undefined && JSON.stringify(ownBuild) === JSON.stringify(of);
  if (isTask && sameBuild && words && read.command) {
    Object.assign(parts, { tasks: { ...parts.tasks, [key]: read.command } });
    return;
  }
  const component = ownBuild && !sameBuild ? { ...read, build: ownBuild.context } : read;
  Object.assign(parts, { components: { ...parts.components, [key]: component } });
}

/** Names that the stacks have for parts of their own; the application itself is `api`. */
const reserved = new Set(
  "api api-green artifacts audit aws azure cache cluster configuration database deployers file-system google image key load-balancer logs monitoring network registry vault".split(
    " ",
  ),
);

/** Name of a component: lower-case letters, digits and hyphens, and none that a stack has for a part of its own. */
export function componentName(name: string, taken: readonly string[] = []): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 21)
    .replace(/-+$/, "");
  const own = plain === "" || reserved.has(plain) ? `${plain || "component"}-service` : plain;
  for (let number = 1; ; number++) {
    const free = number === 1 ? own : `${own}-${number}`;
    if (!taken.includes(free)) return free;
  }
}

function waitsForEnd(dependsOn: unknown, name: string): boolean {
  if (typeof dependsOn !== "object" || dependsOn === null || Array.isArray(dependsOn)) return false;
  const { condition } = ((dependsOn as Record<string, unknown>)[name] ?? {}) as { condition?: unknown };
  return condition === "service_completed_successfully";
}

function databaseName({ keys }: Service): string | undefined {
  const variables = Array.isArray(keys.environment)
    ? Object.fromEntries(keys.environment.map((it) => String(it).split(/=(.*)/s)))
    : ((keys.environment ?? {}) as Record<string, unknown>);
  const name = withDefaults(textOf(variables.POSTGRES_DB) ?? "");
  return name && /^[a-z][a-z0-9_]{0,62}$/.test(name) ? name : undefined;
}
