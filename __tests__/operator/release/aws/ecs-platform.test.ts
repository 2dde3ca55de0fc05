import type { AwsClients } from "../../../../operator/release/aws/clients";
import { EcsPlatform } from "../../../../operator/release/aws/ecs-platform";
import type { ReleaseTarget } from "../../../../stacks/aws/release-target";
import { fakeClient } from "./fake-client";
import { serviceTarget, side } from "./service-target";

const taskOf = (next_definition: string) => ({
  definition: "migrate:1",
  next_definition,
  subnets: ["subnet-1"],
  security_groups: ["sg-1"],
  log_group: "/ecs/api",
});
const target = {
  platform: "ecs",
  region: "us-east-1",
  cluster: "cluster",
  load_balancer: "app/x/1",
  url: "https://shop.example",
  probe_header: "X-Release-Probe",
  services: {},
  components: {},
  tasks: { migrate: taskOf("migrate-next:1") },
  alarms: [],
} satisfies ReleaseTarget;

test("a migration runs the definition that its release has just made, not the one before", async () => {
  const { client: ecs, asked } = fakeClient({ RunTask: { tasks: [{ taskArn: "task/1" }] } });
  const platform = new EcsPlatform({
    target,
    tasks: async () => ({ migrate: taskOf("migrate-next:2") }),
    clients: { ecs } as unknown as AwsClients,
    values: async () => ({}),
    now: Date.now,
  });
  await platform.tasks.run("migrate", "release-1");
  expect(asked).toMatchObject([{ input: { taskDefinition: "migrate-next:2" } }]);
  await expect(platform.tasks.run("seed", "release-1")).rejects.toThrow("task seed: expected one of migrate");
});

describe("a stack with one service", () => {
  const one = serviceTarget({ blue: { ...side("tg"), service: "api" }, listener_rules: ["arn:rule"] });
  const forward = { Type: "forward", ForwardConfig: { TargetGroups: [{ TargetGroupArn: "tg", Weight: 100 }] } };

  function platformOf() {
    const { client: balancers, asked } = fakeClient({
      DescribeRules: { Rules: [{ RuleArn: "arn:rule", Actions: [forward] }] },
      ModifyRule: {},
    });
    const platform = new EcsPlatform({
      target: { ...target, services: { api: one } },
      tasks: async () => ({}),
      clients: { balancers } as unknown as AwsClients,
      values: async () => ({ image: "app:1" }),
      now: Date.now,
    });
    return { platform, asked };
  }

  test("its only target group keeps all requests, and agrees with the state", async () => {
    const { platform, asked } = platformOf();
    expect(await platform.readWeight()).toBe(platform.weightOf({ image: "app:1" }));
    await platform.setWeight(0);
    expect(asked.filter(({ name }) => name === "ModifyRule")).toEqual([]);
  });

  test("it says that it has no other side, and which way brings a build to its users", () => {
    expect(platformOf().platform.oneSided).toMatch(/npm run deploy and --var image=<ref>/);
  });
});

test("the way back takes away the rules for probes that no state knows", async () => {
  const arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener-rule/app/shop/lb-1/l-1";
  const both = { ...side("tg"), service: "api" };
  const values = { image: "image", probe: "probe" };
  const service = serviceTarget({ blue: both, green: both, values, listener_rules: [`${arn}/users`] });
  const HttpHeaderConfig = { HttpHeaderName: "X-Release-Probe", Values: ["1"] };
  const { client: balancers, asked } = fakeClient({
    DescribeRules: { Rules: [{ RuleArn: `${arn}/left`, Conditions: [{ Field: "http-header", HttpHeaderConfig }] }] },
    DeleteRule: {},
  });
  const platform = new EcsPlatform({
    target: { ...target, services: { api: service } },
    tasks: async () => ({}),
    clients: { balancers } as unknown as AwsClients,
    values: async () => ({}),
    now: Date.now,
  });
  expect(await platform.tidy()).toEqual([`a rule for probes that no state knew is gone: ${arn}/left`]);
  expect(asked.at(-1)).toMatchObject({ name: "DeleteRule", input: { RuleArn: `${arn}/left` } });
});
