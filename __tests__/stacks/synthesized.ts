import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { loadSettings } from "../../settings/load";
import { readProject, type StackReference } from "../../settings/project/stacks";
import type { Platform, PlatformSettings } from "../../settings/schema";
import processWide from "../process-wide.cjs";
import type { PolicyStatement } from "../synthesized";

export const root = join(__dirname, "../..");

/** The shipped examples, which tests read. A user's own project is not looked at. */
export const examples = readProject({ root, folder: "." });

/** The stack of the examples with an id. */
export function exampleStack<P extends Platform = Platform>(id: string): StackReference<P> {
  const stack = examples.stacks.find((one) => one.id === id);
  if (!stack) throw new Error(`expected a stack ${id} in the examples`);
  return stack as StackReference<P>;
}

/** The checked settings of a stack of the examples. */
export function exampleSettings<P extends Platform>(
  id: string,
  files: readonly string[] = [],
  ownFiles: readonly string[] = [],
): PlatformSettings[P] {
  return loadSettings(exampleStack<P>(id), { root, files, ownFiles }).settings;
}

type Block = Record<string, unknown>;

/** The parts of a stack's Terraform JSON that tests read. */
export interface StackJson {
  readonly resource: Record<string, Record<string, Block>>;
  readonly locals?: Record<string, unknown>;
  readonly data?: Record<string, Record<string, Block>>;
  readonly provider: Record<string, Block[]>;
  readonly terraform: Block;
  readonly output?: Record<string, Block>;
  readonly variable?: Record<string, Block>;
  readonly moved?: { readonly from: string; readonly to: string }[];
}

/** The text of every stack's cdk.tf.json, by stack id, built from the real settings as `cdktf` does; once for all processes of a test run. */
export function allTexts(): Promise<Map<string, string>> {
  const found = processWide.get("texts") as ReturnType<typeof allTexts> | undefined;
  if (found) return found;
  const texts = launched().then((outdir) => readTexts(outdir, examples.stacks));
  processWide.set("texts", texts);
  return texts;
}

/** The folder of all stacks. The first process of a test run makes it, under another name until it is complete; the others wait. */
async function launched(): Promise<string> {
  const whole = join(tmpdir(), "every-stack");
  const draft = `${whole}.draft`;
  while (!existsSync(whole)) {
    if (!makeFolder(draft)) {
      await setTimeout(50);
      continue;
    }
    try {
      if (existsSync(whole)) break;
      await launch("*", draft);
      renameSync(draft, whole);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return whole;
}

/** Builds stacks in a process of their own, as `cdktf` does. */
export async function launch(stacks: string, outdir: string, more: NodeJS.ProcessEnv = {}): Promise<void> {
  const env = { ...process.env, STACKS: stacks, SETTINGS_FILES: "", PROJECT: ".", CDKTF_OUTDIR: outdir, ...more };
  await promisify(execFile)(process.execPath, [join(root, "operator/start/launch.cjs"), "main"], { env });
}

/** Whether this process made the folder. */
function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  }
}

/** The text of each of these stacks in a folder that was synthesized. */
export function readTexts(outdir: string, stacks: readonly StackReference[]): Map<string, string> {
  return new Map(stacks.map(({ id }) => [id, readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8")]));
}

/** Every stack's JSON, by stack id. */
export async function synthesizeAll(): Promise<Map<string, StackJson>> {
  const texts = await allTexts();
  return new Map([...texts].map(([id, text]) => [id, JSON.parse(text) as StackJson]));
}

/** Every resource of a stack with its address. */
export function resources(stack: StackJson, type?: string): { address: string; type: string; body: Block }[] {
  return Object.entries(stack.resource)
    .filter(([found]) => type === undefined || found === type)
    .flatMap(([found, named]) =>
      Object.entries(named).map(([name, body]) => ({ address: `${found}.${name}`, type: found, body })),
    );
}

/** The statements of the policy document that a reference names, such as `${data.aws_iam_policy_document.<name>.json}`; none without one. */
export function documentOf<Statement = PolicyStatement>({ data }: StackJson, reference: unknown): Statement[] {
  const [, name = ""] = /aws_iam_policy_document\.([\w-]+)\.json/.exec(String(reference)) ?? [];
  return (data?.["aws_iam_policy_document"]?.[name]?.["statement"] ?? []) as Statement[];
}

/** The AWS account that a stack is limited to. */
export function accountOf({ provider }: StackJson): string {
  const [account] = (provider["aws"]?.[0]?.["allowed_account_ids"] ?? []) as string[];
  if (!account) throw new Error("expected a provider of AWS with an account");
  return account;
}
