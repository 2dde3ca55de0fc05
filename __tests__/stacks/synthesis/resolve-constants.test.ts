import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Fn, TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import type { StackReference } from "../../../settings/project/stacks";
import type { Platform } from "../../../settings/schema";
import { selectStacks, stackClass } from "../../../stacks/registry";
import { resolveConstants } from "../../../stacks/synthesis/resolve-constants";
import { allTexts, exampleSettings, examples, root } from "../synthesized";

/** A stack's text as cdktf writes it by itself. */
async function writtenByCdktf<P extends Platform>({ id, platform }: StackReference<P>): Promise<string> {
  const Stack = await stackClass(platform);
  const outdir = mkdtempSync(join(tmpdir(), "plain-"));
  const app = new App({ outdir });
  new Stack(app, id, exampleSettings<P>(id), root);
  app.synth();
  return readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8");
}

describe("the JSON of a stack", () => {
  // cdktf-internals.test.ts compares those of prod.
  test("is what cdktf writes by itself, to the byte, with the least that any platform has", async () => {
    const stacks = selectStacks(examples.stacks, ["*-local"]);
    const [ours, theirs] = await Promise.all([allTexts(), Promise.all(stacks.map(writtenByCdktf))]);
    stacks.forEach(({ id }, index) => {
      expect(ours.get(id)).toBe(theirs[index]);
    });
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
    resolveConstants(quick);
    const json = (stack: TerraformStack) => JSON.parse(JSON.stringify(stack.toTerraform()));
    expect(json(quick)).toEqual(json(build()));
    expect(json(quick)).toEqual(json(build())); // A second call gives the same.
  });
});
