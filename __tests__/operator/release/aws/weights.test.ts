import { ruleWeight, setRuleWeight, weightCommand } from "../../../../operator/release/aws/weights";
import { fakeClient } from "./fake-client";

const rule = (blue: number, green: number) => ({
  RuleArn: "arn:rule",
  Actions: [
    {
      Type: "forward",
      Order: 1,
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: "arn:blue", Weight: blue },
          { TargetGroupArn: "arn:green", Weight: green },
        ],
        TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
      },
    },
  ],
});

test.each([
  [[rule(100, 0)], 0],
  [[rule(75, 25)], 25],
  [[rule(0, 0)], 0],
  [[rule(1, 1)], 50],
  [[rule(90, 10), rule(75, 25)], 25],
  [[], 0],
])("the share is that of the weights, the largest of several rules %#", async (Rules, share) => {
  const { client } = fakeClient({ DescribeRules: { Rules } });
  expect(await ruleWeight(client, ["arn:rule"], "arn:green")).toBe(share);
});

test("setting a share keeps everything else of the rule", async () => {
  const { client, asked } = fakeClient({ DescribeRules: { Rules: [rule(75, 25)] }, ModifyRule: {} });
  await setRuleWeight(client, ["arn:rule"], "arn:green", 10);
  expect(asked.at(-1)?.input).toEqual({ RuleArn: "arn:rule", Actions: rule(90, 10).Actions });
});

test("the command by hand is one line that a shell takes", () => {
  const sides = [
    ["arn:blue", 100],
    ["arn:green", 0],
  ] as const;
  expect(weightCommand("arn:rule", sides, "eu-west-1")).toBe(
    `aws elbv2 modify-rule --region eu-west-1 --rule-arn arn:rule --actions '[{"Type":"forward","ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"arn:blue","Weight":100},{"TargetGroupArn":"arn:green","Weight":0}]}}]'`,
  );
});
