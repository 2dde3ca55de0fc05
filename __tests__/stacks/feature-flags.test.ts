import { oneApplication } from "./one-application";
import { functionRoles, rightsOf } from "./rights/role-rights";
import type { StackJson } from "./synthesized";

/** What runs in a stack finds its flags and may read them, on every platform that makes a place for them. */

const one = oneApplication();
const flags = { feature_flags: { dark_mode: true } };
const handlers = ["aws-serverless", "aws-websocket", "aws-codebuild"] as const;
const path = "/one/dev";

describe.each(handlers)("the functions of %s", (platform) => {
  test("get the path of the flags and the right to read them, each of them", async () => {
    const { text, mistakes } = await one.build(platform, flags);
    expect(mistakes).toEqual([]);
    const stack = JSON.parse(text) as StackJson;
    expect(text).toContain('"name": "/one/dev/feature_flags"');
    const functions = Object.values(stack.resource["aws_lambda_function"] ?? {});
    expect(functions.length).toBeGreaterThan(1);
    for (const { environment } of functions) {
      expect(environment).toMatchObject({ variables: { PARAMETER_PATH: path } });
    }
    for (const role of functionRoles(stack, "one-dev").values()) {
      const on = [`ssm:parameter${path}`, `ssm:parameter${path}/*`];
      expect(rightsOf(stack, role)).toMatchObject({
        "ssm:GetParameter": on,
        "ssm:GetParameters": on,
        "ssm:GetParametersByPath": on,
      });
    }
  });

  test("get neither where the settings have no flags", async () => {
    const { text } = await one.build(platform);
    expect(text).not.toMatch(/PARAMETER_PATH|ssm:GetParameter/);
  });
});

test.each([
  ["aws", "PARAMETER_PATH"],
  ["gcp", "PARAMETER_PATH"],
  ["azure", "CONFIGURATION_ENDPOINT"],
  ["kubernetes", "CONFIGURATION_PATH"],
] as const)("the containers of %s find them by %s", async (platform, variable) => {
  expect((await one.build(platform, flags)).text).toContain(variable);
});
