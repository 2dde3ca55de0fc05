import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StackReference } from "../../settings/project/stacks";
import { isAws } from "../../settings/rule";
import { projectPlace } from "../operations/project";
import { readProject, type SelectionProps } from "../operations/selection";
import { UserError } from "../process/user-error";

/** The environment that is deployed to the emulator on this machine. */
const environment = "local";

/** The file that names the project whose stacks are deployed to the emulator. */
const projectFile = (folder: string) => join(folder, "local-project");

/** The settings of the stack that is deployed to a named cluster; the file is named by its id. */
const contexts = (folder: string) => join(folder, "kube-context");

export interface LocalOptions {
  /** The kubeconfig context that a `kubernetes` stack is also deployed to. @default - the one named last, or none */
  readonly kubeContext?: string;
  /** That stack. @default - the only one of `local`, or `kubernetes-local` */
  readonly kubeStack?: string;
  /** Deploy the shipped examples, not the project's own stacks. @default false */
  readonly examples?: boolean;
}

/**
 * Decides which stacks the commands on this machine mean from now on, until {@link forgetLocalStacks}.
 * @throws {UserError} where the project has none, or while those of another project are deployed
 */
export async function chooseLocalStacks(
  folder: string,
  { kubeContext, kubeStack, examples }: LocalOptions,
): Promise<void> {
  const named = examples ? "." : (projectPlace().folder ?? ".");
  const file = projectFile(folder);
  const before = existsSync(file) ? readFileSync(file, "utf8") : named;
  if (before !== named) {
    throw new UserError(
      `expected the stacks of ${nameOf(before)}, which are deployed to the emulator, found ${nameOf(named)}: npm run local:down destroys the first`,
    );
  }
  process.env["PROJECT"] = named;
  const stacks = await ofThisMachine();
  if (!stacks.some(isEmulated)) {
    throw new UserError(
      `${nameOf(named)} has no stack in the environment ${environment} that the emulators carry: npm start -- --examples deploys the shipped examples`,
    );
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(file, named);
  if (kubeContext) rememberKubeContext(kubeContext, clusterStack(stacks, kubeStack), folder);
  else if (kubeStack) throw new UserError("--kube-stack: expected --kube-context too, which names the cluster");
}

/** Forgets the project and the cluster, once nothing is deployed. */
export function forgetLocalStacks(folder: string): void {
  rmSync(projectFile(folder), { force: true });
  rmSync(contexts(folder), { recursive: true, force: true });
}

/** The stacks of this machine: those on the emulator, and one on a cluster if a context was named. */
export async function localStacks(
  folder: string,
): Promise<Pick<SelectionProps, "patterns" | "settingsFiles" | "ownFiles">> {
  const file = projectFile(folder);
  if (existsSync(file)) process.env["PROJECT"] = readFileSync(file, "utf8");
  const emulated = (await ofThisMachine()).filter(isEmulated).map(({ id }) => id);
  const clusters = stackOnCluster(folder);
  const ownFiles = clusters.map((id) => join(contexts(folder), `${id}.tfvars`));
  return { patterns: [...emulated, ...clusters], settingsFiles: [], ownFiles };
}

/** The id of the stack that is deployed to a named cluster; none where no context was named. */
export function stackOnCluster(folder: string): string[] {
  const files = existsSync(contexts(folder)) ? readdirSync(contexts(folder)) : [];
  return files.filter((name) => name.endsWith(".tfvars")).map((name) => name.slice(0, -".tfvars".length));
}

async function ofThisMachine(): Promise<readonly StackReference[]> {
  return (await readProject()).stacks.filter((stack) => stack.environment === environment);
}

const isEmulated = ({ platform }: StackReference) => isAws(platform);

const nameOf = (project: string) => (project === "." ? "the shipped examples" : `the project ${project}`);

/** @throws {UserError} where it is not clear which `kubernetes` stack is meant */
function clusterStack(stacks: readonly StackReference[], named: string | undefined): string {
  const ids = stacks.filter(({ platform }) => platform === "kubernetes").map(({ id }) => id);
  const usual = `kubernetes-${environment}`;
  const chosen = named ?? (ids.length === 1 ? ids[0] : ids.find((id) => id === usual));
  if (chosen !== undefined && ids.includes(chosen)) return chosen;
  throw new UserError(
    `--kube-stack: expected one of ${ids.join(", ") || "no stack: there is no kubernetes stack in local"}, found ${named ?? "nothing"}`,
  );
}

/** Records the kubeconfig context that a stack is deployed to, for the commands that destroy it. */
function rememberKubeContext(context: string, id: string, folder: string): void {
  const [other] = stackOnCluster(folder).filter((deployed) => deployed !== id);
  if (other) throw new UserError(`${other} is deployed to a cluster: npm run local:down destroys it first`);
  mkdirSync(contexts(folder), { recursive: true });
  // Escaped: tfvars hold literals, so a `${` in a name is text.
  const literal = JSON.stringify(context).replace(/[$%]\{/g, (opening) => opening[0] + opening);
  const settings = `kubernetes = { cluster = { kind = "kubeconfig", context = ${literal} } }\n`;
  writeFileSync(join(contexts(folder), `${id}.tfvars`), settings);
}
