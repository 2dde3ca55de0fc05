import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename, relative, resolve, sep } from "node:path";

/** A Terraform, OpenTofu or cdktf that runs on this machine. */
export interface TerraformProcess {
  readonly pid: number;
  /** The program, e.g. `terraform`. */
  readonly name: string;
  /** The folder it works in; absent when this user may not see it. */
  readonly cwd?: string;
}

/** The Terraforms of this machine. Not all of them can be seen from a container, where `/proc` hides others, or without `lsof`. */
export interface SeenProcesses {
  readonly found: readonly TerraformProcess[];
  /** Why there may be more of them. */
  readonly hidden?: string;
}

/** Looks for every Terraform, OpenTofu and cdktf of this machine, of every user. */
export function terraformProcesses(): SeenProcesses {
  return process.platform === "linux" ? fromProc() : fromLsof();
}

/** Those that work in this checkout. */
export function inCheckout({ found }: SeenProcesses, checkout = process.cwd()): TerraformProcess[] {
  return found.filter(({ cwd }) => cwd !== undefined && isWithin(cwd, checkout));
}

/** `terraform (process 12, in cdktf.out/stacks/aws-prod)`. */
export function processText({ pid, name, cwd = "an unknown folder" }: TerraformProcess): string {
  const folder = isWithin(cwd, process.cwd()) ? relative(process.cwd(), cwd) || "this folder" : cwd;
  return `${name} (process ${pid}, in ${folder})`;
}

/** Whether a folder is this one or below it. */
export function isWithin(folder: string, parent: string): boolean {
  const path = relative(parent, folder);
  return path !== ".." && !path.startsWith(`..${sep}`) && resolve(parent, path) === folder;
}

function fromProc(): SeenProcesses {
  const found: TerraformProcess[] = [];
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const name = nameOf(readable(() => readFileSync(`/proc/${pid}/cmdline`, "utf8"))?.split("\0") ?? []);
    if (name) found.push({ pid: Number(pid), name, cwd: readable(() => readlinkSync(`/proc/${pid}/cwd`)) });
  }
  return { found, hidden: hiddenOnLinux() };
}

/** The namespace of process ids in which a machine starts: from there every process can be seen. */
const first = "pid:[4026531836]";

function hiddenOnLinux(): string | undefined {
  if (readable(() => readlinkSync("/proc/self/ns/pid")) !== first)
    return "this is a container, and those outside of it are not visible";
  return existsSync("/proc/1/comm") ? undefined : "/proc shows only your own processes";
}

function fromLsof(): SeenProcesses {
  let text: string;
  try {
    text = execFileSync("lsof", ["-w", "-a", "-d", "cwd", "-F", "pcn"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { found: [], hidden: code === "ENOENT" ? "lsof is not installed" : "lsof shows nothing" };
  }
  return { found: readLsof(text) };
}

/** Reads `lsof -F pcn`: a line each for the process, the command and the folder. */
export function readLsof(text: string): TerraformProcess[] {
  return text
    .split(/^(?=p\d)/m)
    .map((part) => {
      const field = (letter: string) => part.match(new RegExp(`^${letter}(.*)$`, "m"))?.[1] ?? "";
      return { pid: Number(field("p")), name: nameOf([field("c")]), cwd: field("n") || undefined };
    })
    .flatMap(({ name, ...rest }) => (name ? [{ ...rest, name }] : []));
}

/** The name of a program that may hold the lock of a state, from its command line. */
function nameOf(words: readonly string[]): string | undefined {
  const own = basename(process.env.TERRAFORM_BINARY_NAME || "terraform");
  const names = words.slice(0, 2).map((word) => basename(word));
  const known = names.find((name) => [own, "terraform", "tofu", "cdktf", "cdktf.js"].includes(name));
  return known?.replace(/\.js$/, "");
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
