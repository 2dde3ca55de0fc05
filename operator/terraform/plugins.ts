import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { join, resolve } from "node:path";
import { writeAtomically } from "../process/files";
import { homeFolder } from "../process/process-identity";
import { openTofuMirror } from "./opentofu-mirror";

/** A folder that holds provider archives in Terraform's mirror layout. */
interface Mirror {
  readonly path: string;
  /** Addresses of the providers it has for this machine, e.g. `registry.terraform.io/hashicorp/aws`. */
  readonly providers: string[];
}

/** Where this machine keeps its configuration and software; tests replace it. */
export interface Machine {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  /** Where unpacked software lies, each in a folder of its own. */
  readonly opt: string;
}

const thisMachine = (): Machine => ({ env: process.env, home: homeFolder(), opt: "/opt" });

/**
 * Environment variables with which Terraform finds its providers. The user's own CLI configuration is respected. Only if it names no
 * installation method and a filesystem mirror exists, a configuration is written under `root`: it takes the providers that the mirror
 * holds from there, for OpenTofu too, and the others from the registry. All stacks share one cache of provider files.
 */
export function pluginEnvironment(root: string, machine = thisMachine()): NodeJS.ProcessEnv {
  const own = ownConfiguration(machine);
  const env: NodeJS.ProcessEnv = {};
  if (!machine.env.TF_PLUGIN_CACHE_DIR && !/^\s*plugin_cache_dir\b/m.test(own.text)) {
    env.TF_PLUGIN_CACHE_DIR = resolve(root, "plugins");
    mkdirSync(env.TF_PLUGIN_CACHE_DIR, { recursive: true });
  }
  // Without this Terraform downloads a provider again for every new folder, to record the checksums of other platforms too.
  env.TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE = "true";

  const found = /^\s*provider_installation\b/m.test(own.text) ? [] : findMirrors(machine);
  const mirrors = [...found, ...openTofuMirror(root, found)];
  if (mirrors.length > 0) {
    env.TF_CLI_CONFIG_FILE = resolve(root, "terraform.rc");
    writeAtomically(env.TF_CLI_CONFIG_FILE, [own.text, installation(mirrors)].filter(Boolean).join("\n"));
  } else if (own.missing) {
    env.TF_CLI_CONFIG_FILE = undefined;
  }
  return env;
}

/** The providers that Terraform takes from a mirror, by address; all of them where the user's own configuration says where they come from. */
export function mirroredProviders(machine = thisMachine()): readonly string[] | "all" {
  if (/^\s*provider_installation\b/m.test(ownConfiguration(machine).text)) return "all";
  return findMirrors(machine).flatMap(({ providers }) => providers);
}

/** The text of the CLI configuration that Terraform reads with these variables. */
export const cliConfiguration = (env: NodeJS.ProcessEnv): string => ownConfiguration({ ...thisMachine(), env }).text;

/** The configuration that Terraform would read by itself. */
function ownConfiguration({ env, home }: Machine): { text: string; missing: boolean } {
  const named = env.TF_CLI_CONFIG_FILE || env.TERRAFORM_CONFIG;
  if (named)
    return existsSync(named) ? { text: readFileSync(named, "utf8"), missing: false } : { text: "", missing: true };
  const folder = join(home, ".terraform.d");
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".tfrc")) : [];
  const paths = [join(home, ".terraformrc"), ...files.sort().map((file) => join(folder, file))];
  return { text: paths.filter(existsSync).map(read).join("\n"), missing: false };
}

function read(path: string): string {
  return readFileSync(path, "utf8");
}

function installation(mirrors: readonly Mirror[]): string {
  const list = (values: readonly string[]) => `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
  const blocks = mirrors.map(
    ({ path, providers }) =>
      `  filesystem_mirror {\n    path    = ${JSON.stringify(path)}\n    include = ${list(providers)}\n  }\n`,
  );
  const held = [...new Set(mirrors.flatMap(({ providers }) => providers))];
  return `provider_installation {\n${blocks.join("")}  direct {\n    exclude = ${list(held)}\n  }\n}\n`;
}

function findMirrors(machine: Machine): Mirror[] {
  const { env, home, opt } = machine;
  const shared = (env.XDG_DATA_DIRS || "/usr/local/share:/usr/share").split(":");
  const folders = [
    ...(env.TF_PLUGIN_MIRROR ? [env.TF_PLUGIN_MIRROR] : []),
    // Terraform's implied local mirrors. Terraform ignores them once an installation method is named.
    join(home, ".terraform.d/plugins"),
    platform() === "darwin"
      ? join(home, "Library/Application Support/io.terraform/plugins")
      : join(env.XDG_DATA_HOME || join(home, ".local/share"), "terraform/plugins"),
    ...shared.map((folder) => join(folder, "terraform/plugins")),
    ...folderNames(opt)
      .map((name) => join(opt, name))
      .filter((folder) => existsSync(join(folder, "registry.terraform.io"))),
  ];
  return folders
    .map((folder) => ({ path: resolve(folder), providers: heldProviders(resolve(folder)) }))
    .filter(({ providers }) => providers.length > 0);
}

/** Addresses `<host>/<namespace>/<type>` below a mirror with a version for this operating system and processor. */
function heldProviders(mirror: string): string[] {
  const target = `${platform() === "win32" ? "windows" : platform()}_${arch() === "x64" ? "amd64" : arch()}`;
  const below = (paths: string[]) =>
    paths.flatMap((path) => folderNames(join(mirror, path)).map((name) => join(path, name)));
  const hosts = folderNames(mirror).filter((name) => name.includes("."));
  return below(below(hosts)).filter((address) => {
    const folder = join(mirror, address);
    const unpacked = folderNames(folder).some((version) => existsSync(join(folder, version, target)));
    return unpacked || readdirSync(folder).some((file) => file.endsWith(`_${target}.zip`));
  });
}

function folderNames(path: string): string[] {
  if (!existsSync(path)) return [];
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries.filter((entry) => !entry.isFile()).map(({ name }) => name);
  } catch {
    return []; // Not readable, or not a folder: no mirror.
  }
}
