import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readProject } from "../../settings/project/stacks";
import { synthesize } from "../../stacks/synthesis/synthesize";
import { everything, InitFolder, root } from "../operator/init/project";

/** Holds the table of docs/your-application.md to what the stacks give the containers. */

const page = readFileSync(join(root, "docs/your-application.md"), "utf8");

// biome-ignore lint/suspicious/noExplicitAny: the JSON of any resource.
type Json = Record<string, any>;

/** Container of the application and of its worker on one platform: the names of their variables. */
interface Variables {
  readonly application: ReadonlySet<string>;
  readonly worker: ReadonlySet<string>;
}

const columns = ["aws", "gcp", "azure", "kubernetes"] as const;
let project: InitFolder;
let stacks: Record<(typeof columns)[number], Json>;
let variables: Record<(typeof columns)[number], Variables>;

beforeAll(async () => {
  project = new InitFolder();
  const application = join(project.folder, "..", "application");
  const compose = `services:
  web: { build: ., ports: ['1:8080'], environment: { LOG_LEVEL: info, API_TOKEN: x } }
  worker: { build: ., command: work }
  db: { image: 'postgres:16' }
  cache: { image: 'redis:7.1' }
`;
  mkdirSync(application);
  writeFileSync(join(application, "compose.yaml"), compose);
  await project.init({
    ...everything,
    environments: "dev",
    platforms: [...columns, "aws-eks"].join(","),
    from: application,
  });
  // What the platforms have, and a compose file does not say.
  const more = join(project.folder, "..", "more.tfvars");
  const queue = "application = { components = { worker = { queue = true } } }";
  writeFileSync(
    more,
    `feature_flags = { dark_mode = true }\naws = { ${queue} }\nazure = { ${queue} }\ngcp = { ${queue}, service = { mount_path = "/data" } }
kubernetes = { platform_services = { opentelemetry-collector = {} } }\n`,
  );
  const outdir = join(project.folder, "..", "built");
  const all = readProject({ root, folder: project.folder });
  const own = all.stacks.filter(({ id }) => /^shop-.*-dev$/.test(id));
  const { mistakes } = await synthesize({ project: all, outdir, stacks: own, settingsFiles: [more] });
  expect(mistakes).toEqual([]);
  const read = (platform: string) =>
    JSON.parse(readFileSync(join(outdir, "stacks", `shop-${platform}-dev`, "cdk.tf.json"), "utf8")).resource as Json;
  stacks = Object.fromEntries(columns.map((it) => [it, read(it)])) as typeof stacks;
  variables = {
    aws: onAws(stacks.aws),
    gcp: onGoogle(stacks.gcp),
    azure: onAzure(stacks.azure),
    kubernetes: onKubernetes(stacks.kubernetes),
  };
}, 120_000);
afterAll(() => project.remove());

const of = (type: Json | undefined, name: RegExp): Json => {
  const found = Object.entries(type ?? {}).filter(([key]) => name.test(key));
  if (found.length === 0) throw new Error(`${name}: none of ${Object.keys(type ?? {})}`);
  return found[0]?.[1] as Json;
};
const names = (list: readonly Json[] = []) => list.map(({ name }) => String(name));

function onAws({ aws_ecs_task_definition: tasks }: Json): Variables {
  const read = (name: RegExp) => {
    const [container] = JSON.parse(of(tasks, name).container_definitions) as Json[];
    return new Set([...names(container?.environment), ...names(container?.secrets)]);
  };
  return { application: read(/^api_/), worker: read(/^worker_/) };
}

function onGoogle({ google_cloud_run_v2_service: services, google_cloud_run_v2_worker_pool: pools }: Json): Variables {
  const read = (it: Json) => new Set(names([it.template].flat()[0].containers[0].env));
  return { application: read(of(services, /api/)), worker: read(of(pools, /worker/)) };
}

function onAzure({ azurerm_container_group: groups }: Json): Variables {
  const read = (it: Json) => {
    const [container] = it.container as Json[];
    return new Set(
      [container?.environment_variables, container?.secure_environment_variables].flatMap((all) =>
        Object.keys(all ?? {}),
      ),
    );
  };
  return { application: read(of(groups, /^api/)), worker: read(of(groups, /^worker/)) };
}

function onKubernetes({ kubernetes_deployment_v1: deployments, kubernetes_config_map_v1: maps }: Json): Variables {
  const read = (name: RegExp) => {
    const [container] = [[of(deployments, name).spec].flat()[0].template].flat()[0].spec.container as Json[];
    return new Set([...names(container?.env), ...Object.keys(of(maps, name).data)]);
  };
  return { application: read(/^api/), worker: read(/^worker/) };
}

/** Rows of the table under a heading, each as its cells. */
function table(heading: string): string[][] {
  const [, section = ""] = page.split(`\n## ${heading}\n`);
  return (section.split("\n## ")[0] ?? "")
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** The variables that a person, not a platform, has named. */
const own = ["LOG_LEVEL", "API_TOKEN", "API_TOKEN_URI"];

test.each(columns)("%s: the table has exactly the variables that the containers get", (platform) => {
  const column = 2 + columns.indexOf(platform);
  const rows = table("Variables").filter((row) => row[column] !== "–");
  const documented = new Set(rows.flatMap(([name = ""]) => [...name.matchAll(/`([A-Z_<>]+)`/g)].map(([, it]) => it)));
  const given = new Set(
    [...variables[platform].application, ...variables[platform].worker].filter((it) => !own.includes(it)),
  );
  const general = [...given].map((it) => it.replace(/^ARTIFACTS_/, "<NAME>_").replace(/^WORKER_/, "<COMPONENT>_"));
  // Replicas and a root for caches are there only with settings that this project does not have.
  const only = ["DATABASE_REPLICA_HOSTS"];
  const inTable = [...documented].filter((it) => it !== undefined && !only.includes(it));
  expect(new Set(inTable)).toEqual(new Set(general));
});

test("the table of the container says what the stacks say: user, files, the time to end", () => {
  const cells = (start: string) =>
    page
      .split("\n")
      .find((line) => line.startsWith(`| ${start}`))
      ?.split("|") ?? [];
  const [task] = JSON.parse(of(stacks.aws.aws_ecs_task_definition, /^api_/).container_definitions) as Json[];
  const pod = [[of(stacks.kubernetes.kubernetes_deployment_v1, /^api/).spec].flat()[0].template].flat()[0].spec as Json;
  expect(cells("user")[2]).toContain(`${task?.user},`);
  expect(cells("user")[5]).toContain(`${[pod.security_context].flat()[0].run_as_user},`);
  expect(task?.readonlyRootFilesystem).toBe(true);
  expect(cells("file system")[2]).toContain(`${task?.linuxParameters.tmpfs[0].size} MiB`);
  expect([pod.container[0].security_context].flat()[0].read_only_root_filesystem).toBe(true);
  expect(cells("end: SIGTERM")[2]).toContain(`${task?.stopTimeout} s`);
  const [grace, drain] = cells("end: SIGTERM")[5]?.match(/\d+/g) ?? [];
  expect(Number(grace) + Number(drain)).toBe(pod.termination_grace_period_seconds);
});

test("a secret arrives under its own name, but on Container Instances", () => {
  for (const platform of columns) {
    const name = platform === "azure" ? "API_TOKEN_URI" : "API_TOKEN";
    expect([...variables[platform].application]).toContain(name);
  }
});

test("`command` replaces the image's CMD, in the field that leaves the ENTRYPOINT; Container Instances get it from the settings", () => {
  const [task] = JSON.parse(of(stacks.aws.aws_ecs_task_definition, /^worker_/).container_definitions) as Json[];
  const pool = [of(stacks.gcp.google_cloud_run_v2_worker_pool, /worker/).template].flat()[0].containers[0] as Json;
  const group = of(stacks.azure.azurerm_container_group, /^worker/).container[0] as Json;
  const pod = [[of(stacks.kubernetes.kubernetes_deployment_v1, /^worker/).spec].flat()[0].template].flat()[0]
    .spec as Json;
  expect([task?.command, pool.args, group.commands, pod.container[0].args]).toEqual(Array(4).fill(["work"]));
});
