import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import {
  RuntimeConfiguration,
  type RuntimeConfigurationProps,
} from "../../../../modules/aws/stores/runtime-configuration";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const make = (props: Partial<RuntimeConfigurationProps> = {}) => {
  let configuration: RuntimeConfiguration | undefined;
  const stack = synthesized((scope) => {
    configuration = new RuntimeConfiguration(scope, "configuration", {
      names,
      featureFlags: { parallel_execution: true, batch: 5 },
      ...props,
    });
  });
  return { stack, configuration };
};

test("feature flags are one JSON parameter and the other values one each, under the system's path", () => {
  const { stack, configuration } = make({ values: { database_host: "db.example.com" } });
  expect(configuration?.path).toBe("/test-execution/prod");
  expect(configuration?.parameterArns).toHaveLength(2);
  expect(stack).toHaveResourceWithProperties(SsmParameter, {
    name: "/test-execution/prod/feature_flags",
    type: "String",
    insecure_value: '{"parallel_execution":true,"batch":5}',
  });
  expect(stack).toHaveResourceWithProperties(SsmParameter, {
    name: "/test-execution/prod/database_host",
    insecure_value: "db.example.com",
  });
});

test("with a key the values are encrypted and a plan does not show them", () => {
  expect(make({ keyArn: "arn:key" }).stack).toHaveResourceWithProperties(SsmParameter, {
    type: "SecureString",
    key_id: "arn:key",
    value: '{"parallel_execution":true,"batch":5}',
  });
});

test("more flags than a parameter holds are refused with their size", () => {
  expect(() => make({ featureFlags: { text: "x".repeat(5000) } })).toThrow(
    "feature flags: expected at most 4096 bytes as JSON, found 5011",
  );
});
