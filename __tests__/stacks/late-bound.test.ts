import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformStack, Testing } from "cdktf";
import { readStackConfig } from "../../operator/terraform/stack-config";
import { addReleaseOutput, LateBound } from "../../stacks/late-bound";
import { examples, type StackJson, synthesizeAll } from "./synthesized";

/** Values that a release decides and the state keeps, in every stack. `__tests__/terraform/late-bound.test.ts` has what Terraform makes of them. */

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has as many shapes as there are resources.
type Body = any;

/** Late-bound values of a stack: what keeps them, by name. */
const keptOf = ({ resource, variable = {} }: StackJson): [name: string, body: Body][] =>
  Object.entries(resource["terraform_data"] ?? {}).filter(([name]) => name in variable);

describe.each(examples.stacks)("$id", ({ id, platform }) => {
  let stack: StackJson;
  beforeAll(async () => {
    stack = (await synthesizeAll()).get(id) as StackJson;
  });

  test("keeps its images, if it has any that is a variable", () => {
    const images = Object.keys(stack.variable ?? {}).filter((name) => /image$/.test(name));
    const kept = keptOf(stack).map(([name]) => name);
    // Azure's second set is no release yet: docs/decisions/released-values-are-kept.md.
    expect(images.filter((name) => !kept.includes(name))).toEqual(
      platform === "azure" ? images.filter((name) => /green_image$/.test(name)) : [],
    );
  });

  test("reads a value from what keeps it, never from the variable, and waits for nothing", () => {
    const {
      resource: { terraform_data, ...resource },
      data,
      output,
      locals,
    } = stack;
    for (const [name, body] of keptOf(stack)) {
      expect(JSON.stringify({ resource, data, output, locals })).not.toMatch(new RegExp(`\\bvar\\.${name}\\b`));
      expect(stack.variable?.[name]?.["default"]).toBeNull();
      expect(body).not.toHaveProperty("depends_on");
      expect(body.lifecycle).toMatchObject({ ignore_changes: ["input"], create_before_destroy: true });
    }
    // `output` of a terraform_data is unknown while it is replaced, `input` is not.
    expect(JSON.stringify({ resource, data })).not.toMatch(/terraform_data\.\w+\.(output|id)\b/);
  });

  test("has each value in the output release", () => {
    const released = stack.output?.["release"]?.["value"] ?? {};
    expect(Object.keys(released as object).sort()).toEqual(
      keptOf(stack)
        .map(([name]) => name)
        .sort(),
    );
  });
});

describe("LateBound", () => {
  const synthesized = (setting: string | number) =>
    Testing.synthScope((scope) => {
      new LateBound(scope, "size", {
        setting,
        description: "Size",
        valid: { condition: (value) => `${value} > 0`, expected: "above 0" },
      });
      addReleaseOutput(TerraformStack.of(scope));
    });

  test("a value that was not given is valid", () => {
    const [validation] = JSON.parse(synthesized(1)).variable.size.validation;
    expect(validation).toEqual({
      condition: "${var.size == null ? true : var.size > 0}",
      error_message: "size: expected above 0.",
    });
  });

  test.each([1, "a", "$${a}"])("the operator knows the setting: %j", (setting) => {
    const folder = mkdtempSync(join(tmpdir(), "late-bound-"));
    try {
      writeFileSync(join(folder, "cdk.tf.json"), synthesized(setting));
      const { lateBound, variables } = readStackConfig(join(folder, "cdk.tf.json"));
      expect(lateBound).toEqual({ size: setting === "$${a}" ? "${a}" : setting });
      expect(variables).toEqual(["size"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("a stack without one has no output for it", () => {
    expect(JSON.parse(Testing.synthScope((scope) => addReleaseOutput(TerraformStack.of(scope))))).not.toHaveProperty(
      "output",
    );
  });
});
