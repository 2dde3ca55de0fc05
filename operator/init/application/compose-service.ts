import type { Service } from "./compose-file";
import { buildOf, listOf, publishedPorts, textOf, variablesOf, withDefaults, wordsOf } from "./compose-values";
import type { FoundComponent, Note } from "./found";
import { healthPathOf } from "./health-path";
import { commandHoldsSecret, isSecret } from "./secret-variables";

interface Context {
  readonly file: string;
  /** Names of all services: a variable that names one as a host has no meaning on a platform. */
  readonly names: readonly string[];
  readonly readFile: (name: string) => string | undefined;
}

interface ReadService {
  readonly component: FoundComponent;
  readonly taken: readonly Note[];
  readonly notTaken: readonly Note[];
}

/** Keys that say nothing that a platform needs, or that are read elsewhere. */
const silent = new Set(
  "image build command environment env_file ports profiles healthcheck depends_on restart container_name networks expose init tty stdin_open labels logging pull_policy hostname platform stop_grace_period stop_signal develop working_dir".split(
    " ",
  ),
);

/** One service as a component: image or build, command, variables and ports. */
export function readService(service: Service, context: Context): ReadService {
  const { name, line, keys } = service;
  const { file } = context;
  const notTaken: Note[] = [];
  const note = (key: string, text: string) =>
    notTaken.push({ file, line: service.lineOf(key), text: `service ${name}: ${text}` });
  const image = textOf(keys.image);
  const known = image && withDefaults(image);
  if (image && !known && keys.build === undefined) note("image", "the shell gives its image");
  if (image && !buildOf(keys.build) && known && !/[:@]/.test(known.split("/").at(-1) ?? "")) {
    note("image", "its image has no tag: name one, so that each replica runs the same");
  }
  const words = wordsOf(keys.command);
  if (keys.command != null && !words) note("command", "the shell gives a part of its command");
  const isHidden = words !== undefined && commandHoldsSecret(words);
  if (isHidden) note("command", "its command holds a secret: read that from a variable");
  const { ports, others } = publishedPorts(keys.ports);
  if (others.length > 0) note("ports", `ports ${others.join(", ")}: one TCP port each is taken`);
  for (const key of Object.keys(keys)) {
    if (!silent.has(key)) note(key, `${key}: no setting of the application (docs/your-application.md)`);
  }
  const { environment, secrets } = variables(service, context, note);
  const healthPath = healthPathOf([(keys.healthcheck as { test?: unknown } | null | undefined)?.test].flat().join(" "));
  const component: FoundComponent = {
    ...(known && keys.build === undefined && { image: known }),
    ...(words && !isHidden && { command: words }),
    ports,
    ...(healthPath && { healthPath }),
    environment,
    secrets,
  };
  return { component, notTaken, taken: [{ file, line, text: summary(name, component) }] };
}

function summary(name: string, { image, command, ports, environment, secrets }: FoundComponent): string {
  const parts = [
    image && `image ${image}`,
    command && `command ${command.join(" ")}`,
    ports.length > 0 && `port ${ports.join(", ")}`,
    Object.keys(environment).length > 0 && `variables ${Object.keys(environment).join(", ")}`,
    secrets.length > 0 && `references for the secrets ${secrets.join(", ")}`,
  ].filter(Boolean);
  return [`component ${name}`, parts.join("; ")].filter(Boolean).join(": ");
}

/** Variables that every platform sets itself (docs/your-application.md). */
const given =
  /^(PORT|(DATABASE|CACHE)_(HOST|PORT|NAME|USER|PASSWORD|CA_CERTIFICATE)|(\w+_)?QUEUE_URL|METRIC_NAMESPACE|OTEL_\w+|K_(SERVICE|REVISION|CONFIGURATION))$/;

/** The same of PostgreSQL under names of its own client and its image. */
const ofDatabase = /^(PG(HOST|PORT|USER|PASSWORD|DATABASE|SSLMODE)|POSTGRES_(HOST|PORT|USER|PASSWORD|DB))$/;

/** Variables with plain values, and the names of those that hold secrets. */
function variables(service: Service, context: Context, note: (key: string, text: string) => void) {
  const environment: Record<string, string> = {};
  const secrets = new Set<string>();
  const platforms: string[] = [];
  const databases: string[] = [];
  const fromFiles = listOf(service.keys.env_file).flatMap((item) => {
    const file = textOf(item) ?? textOf((item as { path?: unknown } | null)?.path) ?? "";
    const text = context.readFile(file);
    if (text === undefined) note("env_file", `${file} cannot be read: add its variables by hand`);
    return variablesFile(text ?? "").map(([name, value]) => ({ name, value, key: "env_file" }));
  });
  const own = variablesOf(service.keys.environment).map(([name, value]) => ({ name, value, key: "environment" }));
  for (const { name, value, key } of [...fromFiles, ...own]) {
    delete environment[name];
    secrets.delete(name);
    const known = value === undefined ? undefined : withDefaults(value);
    const host = context.names.find((other) => other !== service.name && names(known ?? value ?? "", other));
    if (!/^[A-Z_][A-Z0-9_]*$/.test(name)) note(key, `variable ${name}: names have capital letters, digits and _`);
    else if (given.test(name)) platforms.push(name);
    else if (ofDatabase.test(name)) databases.push(name);
    else if (host) note(key, `${name} names the service ${host}: the platform's variables say where it is`);
    else if (isSecret(name, value ?? "")) secrets.add(name);
    else if (known === undefined) note(key, `the shell gives ${name}: add it to \`environment\``);
    else if (key === "env_file" && !isPlain(known)) note(key, `${name} may be a secret: add it by hand`);
    else environment[name] = known;
  }
  if (platforms.length > 0) note("environment", `the platform gives ${platforms.join(", ")}`);
  if (databases.length > 0) {
    note("environment", `${databases.join(", ")}: the platform gives DATABASE_HOST, DATABASE_USER and so on`);
  }
  return { environment, secrets: [...secrets] };
}

/** Whether a value names a service as a host: `db`, `db:5432`, `//db/`, `@db:`. */
function names(value: string, service: string): boolean {
  const name = service.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(^|//|@)${name}(:\\d+|/|$)`).test(value);
}

/** A value of a variables file that is certainly no secret. Such files are kept out of repositories for a reason. */
function isPlain(value: string): boolean {
  return /^(|true|false|yes|no|on|off|-?\d{1,7}(\.\d+)?|[a-z]{2,16}|[A-Z]{2,10}|\/[\w./-]*|https?:\/\/[\w.-]+(:\d+)?(\/[\w./-]*)?)$/.test(
    value,
  );
}

/** NAME=value lines; comments, `export` and quotes are left out. */
function variablesFile(text: string): [string, string][] {
  return text.split(/\r?\n/).flatMap((line): [string, string][] => {
    const [, name, value = ""] = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(.*)$/.exec(line) ?? [];
    return name
      ? [
          [
            name,
            value
              .replace(/^(["'])(.*?)\1.*$/, "$2")
              .replace(/\s+#.*$/, "")
              .trim(),
          ],
        ]
      : [];
  });
}
