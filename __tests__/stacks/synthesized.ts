import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { allStacks, type StackReference } from "../../stacks/registry";
import { synthesize } from "../../stacks/synthesize";
import processWide from "../process-wide.cjs";

export const root = join(__dirname, "../..");

type Block = Record<string, unknown>;

/** Terraform's JSON of one stack, as far as tests read it. */
export interface StackJson {
  readonly resource: Record<string, Record<string, Block>>;
  readonly data?: Record<string, Record<string, Block>>;
  readonly provider: Record<string, Block[]>;
  readonly terraform: Block;
  readonly output?: Record<string, Block>;
  readonly variable?: Record<string, Block>;
  readonly moved?: { readonly from: string; readonly to: string }[];
}

/** The text of every stack's cdk.tf.json, by stack id, built from the real settings; once for all test files of a process. */
export function allTexts(): Promise<Map<string, string>> {
  const found = processWide.get("texts") as ReturnType<typeof allTexts> | undefined;
  if (found) return found;
  const texts = synthesizeTexts(allStacks(root));
  processWide.set("texts", texts);
  return texts;
}

/** The text of each of these stacks' cdk.tf.json, built anew. */
export async function synthesizeTexts(stacks: readonly StackReference[]): Promise<Map<string, string>> {
  const outdir = mkdtempSync(join(tmpdir(), "stacks-"));
  try {
    const { mistakes } = await synthesize({ root, outdir, stacks });
    if (mistakes.length > 0) throw new Error(mistakes.join("\n"));
    return new Map(stacks.map(({ id }) => [id, readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8")]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
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
