import type { AwsClients } from "../../../../operator/release/aws/clients";
import { EcsPlatform } from "../../../../operator/release/aws/ecs-platform";
import type { ReleaseTarget } from "../../../../stacks/aws/release-target";
import { fakeClient } from "./fake-client";

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
