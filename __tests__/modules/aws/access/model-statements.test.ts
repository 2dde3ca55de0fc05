import { modelStatements } from "../../../../modules/aws/access/model-statements";
import { names } from "../fixtures";

const calls = ["InvokeModel", "InvokeModelWithResponseStream"] as const;
const actions = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"];

test("a model is called in the stack's region", () => {
  expect(modelStatements(names, "amazon.nova-lite-v1:0", calls)).toEqual([
    { actions, resources: ["arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"] },
  ]);
});

test.each([
  ["us.amazon.nova-lite-v1:0", "amazon.nova-lite-v1:0"],
  ["eu.anthropic.claude-sonnet-4-20250514-v1:0", "anthropic.claude-sonnet-4-20250514-v1:0"],
  ["global.anthropic.claude-sonnet-4-20250514-v1:0", "anthropic.claude-sonnet-4-20250514-v1:0"],
  ["us-gov.amazon.nova-lite-v1:0", "amazon.nova-lite-v1:0"],
])("the profile %s is called, and its model in every region through it alone", (profile, model) => {
  const arn = `arn:aws:bedrock:us-east-1:111111111111:inference-profile/${profile}`;
  expect(modelStatements(names, profile, calls)).toEqual([
    { actions, resources: [arn] },
    {
      actions,
      resources: [`arn:aws:bedrock:*::foundation-model/${model}`],
      conditions: [{ test: "StringEquals", variable: "bedrock:InferenceProfileArn", values: [arn] }],
    },
  ]);
});
