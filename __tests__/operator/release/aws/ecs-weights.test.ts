import type { AwsClients } from "../../../../operator/release/aws/clients";
import { EcsWeights } from "../../../../operator/release/aws/ecs-weights";
import { fakeClient } from "./fake-client";
import { serviceTarget, side } from "./service-target";

const service = serviceTarget({ green: side("green") });
const TargetGroups = [
  { TargetGroupArn: "blue", Weight: 25 },
  { TargetGroupArn: "green", Weight: 75 },
];
const Rules = [{ RuleArn: "users", Actions: [{ Type: "forward" as const, ForwardConfig: { TargetGroups } }] }];

test("where the state cannot be read any more, the weights are set for the side that was live when it could", async () => {
  const { client, asked } = fakeClient({ DescribeRules: { Rules }, ModifyRule: {} });
  let isReadable = false;
  const live = async () => {
    if (!isReadable) throw new Error("SlowDown");
    return "green" as const;
  };
  const weights = new EcsWeights(client as unknown as AwsClients["balancers"], [service], "us-east-1", live);
  await expect(weights.set(0)).rejects.toThrow("SlowDown");
  isReadable = true;
  expect(await weights.read()).toBe(25);
  isReadable = false;
  await weights.set(0);
  expect(asked.at(-1)).toMatchObject({
    name: "ModifyRule",
    input: { Actions: [{ ForwardConfig: { TargetGroups: [{ Weight: 0 }, { Weight: 100 }] } }] },
  });
  expect(await weights.read()).toBe(25);
  expect(weights.call(0)).toContain('"TargetGroupArn":"green","Weight":100');
});

test("a process that could not read the state yet takes the live side from the log, and what it reads counts more", async () => {
  const { client, asked } = fakeClient({ DescribeRules: { Rules }, ModifyRule: {} });
  let isReadable = false;
  const live = async () => {
    if (!isReadable) throw new Error("SlowDown");
    return "blue" as const;
  };
  const weights = new EcsWeights(client as unknown as AwsClients["balancers"], [service], "us-east-1", live);
  weights.assume("green");
  await weights.set(0);
  expect(asked.at(-1)).toMatchObject({
    input: { Actions: [{ ForwardConfig: { TargetGroups: [{ Weight: 0 }, { Weight: 100 }] } }] },
  });
  expect(weights.call(0)).toContain('"TargetGroupArn":"green","Weight":100');
  isReadable = true;
  expect(await weights.read()).toBe(75);
  weights.assume("green");
  expect(weights.call(0)).toContain('"TargetGroupArn":"blue","Weight":100');
});
