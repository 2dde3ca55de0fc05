import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Fn, TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { loadSettings } from "../../settings/load";
import type { Platform } from "../../settings/schema";
import { allStacks, type StackReference, stackClass } from "../../stacks/registry";
import { passConstantsOn } from "../../stacks/terraform-json";
import { allTexts, root } from "./synthesized";

/** The text of each stack as cdktf writes it by itself. */
async function writtenByCdktf(): Promise<Map<string, string>> {
  const outdir = mkdtempSync(join(tmpdir(), "plain-"));
  try {
    const app = new App({ outdir });
    const add = async <P extends Platform>({ id, platform, environment }: StackReference<P>) => {
      const Stack = await stackClass(platform);
      new Stack(app, id, loadSettings(platform, environment, { root }).settings);
    };
    for (const stack of allStacks(root)) await add(stack);
    app.synth();
    const text = (id: string) => readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8");
    return new Map(allStacks(root).map(({ id }) => [id, text(id)]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

describe("the JSON of a stack", () => {
  test("is what cdktf writes by itself, to the byte, for every stack, in another process and folder", async () => {
    const [ours, theirs] = await Promise.all([allTexts(), writtenByCdktf()]);
    for (const [id, text] of ours) expect([id, text]).toEqual([id, theirs.get(id)]);
    expect(ours.size).toBe(theirs.size);
  });

  test("tokens in texts, lists, numbers and functions, and what must be escaped, come out as cdktf's", () => {
    const build = () => {
      const stack = new TerraformStack(Testing.app(), "odd");
      const list = new TerraformVariable(stack, "list", { type: "list(string)" });
      const number = new TerraformVariable(stack, "number", { type: "number", default: 1e300 });
      const values = {
        known_later: list.listValue,
        mixed: ["a", list.stringValue, "$${kept}", 'say "so"', "two\nlines", "1e+289"],
        sum: `${number.numberValue} of ${list.stringValue}`,
        made: Fn.join(",", [Fn.lower(Fn.rawString('A"B')), list.stringValue]),
        unset: undefined,
        empty: { list: [], object: {} },
      };
      for (const [name, value] of Object.entries(values)) new TerraformOutput(stack, name, { value });
      stack.addOverride("terraform.backend.s3.use_path_style", true);
      return stack;
    };
    const quick = build();
    passConstantsOn(quick);
    const json = (stack: TerraformStack) => JSON.parse(JSON.stringify(stack.toTerraform()));
    expect(json(quick)).toEqual(json(build()));
    expect(json(quick)).toEqual(json(build())); // Asked again, the stack says the same.
  });
});
