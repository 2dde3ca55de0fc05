import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { asTerraformText } from "../../stacks/terraform-text";
import { oneApplication } from "../stacks/one-application";
import { textsOf } from "../stacks/terraform-template";

/** What Terraform itself makes of the texts that a stack writes. __tests__/stacks/any-text.test.ts reads the others as it does. */

const { build } = oneApplication();

const folder = mkdtempSync(join(tmpdir(), "any-text-"));
afterAll(() => rmSync(folder, { recursive: true }));

const hostile = fc.string({
  unit: fc.constantFrom(
    "${",
    "%{",
    "}",
    "$",
    "%",
    "~",
    '"',
    "\\",
    "\n",
    " ",
    "a",
    "é",
    "var.image",
    'file("/etc/hostname")',
  ),
  maxLength: 8,
});
const texts = [..."$%"].flatMap((one) => [1, 2, 3, 4].map((count) => `${one.repeat(count)}{a}`));
const sample = [...texts, ...fc.sample(hostile, { numRuns: 60, seed: 1 })];

/** What Terraform says of a local value, read in one process. */
function evaluated(locals: unknown, ...expressions: readonly string[]): unknown[] {
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ locals }));
  const input = `base64encode(jsonencode([${expressions.join(", ")}]))\n`;
  const printed = execFileSync("terraform", ["console"], { cwd: folder, input, encoding: "utf8" });
  return JSON.parse(Buffer.from(JSON.parse(printed) as string, "base64").toString("utf8"));
}

test("texts and keys mean themselves", () => {
  const keys = Object.fromEntries([...new Set(sample)].map((text, index) => [text, index]));
  expect(
    evaluated({ texts: asTerraformText(sample), keys: asTerraformText(keys) }, "local.texts", "local.keys"),
  ).toEqual([sample, keys]);
  expect(sample.map((text) => textsOf(asTerraformText(text)))).toEqual(sample.map((text) => [text]));
});

test("what a stack writes is what the settings say", async () => {
  const environment = Object.fromEntries(sample.map((text, index) => [`TEXT_${index}`, text]));
  const { text } = await build("aws-codebuild", {
    aws_codebuild: {
      projects: { worker: { description: sample[0], environment, source: { buildspec: sample.join("") } } },
    },
  });
  const [project] = Object.values(JSON.parse(text).resource.aws_codebuild_project as Record<string, never>) as {
    source: { buildspec: string };
    environment: { environment_variable: { name: string; value: string }[] };
  }[];
  const variables = project?.environment.environment_variable.filter(({ name }) => name.startsWith("TEXT_")) ?? [];
  const locals = {
    buildspec: project?.source.buildspec,
    variables: Object.fromEntries(variables.map((it) => [it.name, it.value])),
  };
  expect(evaluated(locals, "local.buildspec", "local.variables")).toEqual([sample.join(""), environment]);
});
