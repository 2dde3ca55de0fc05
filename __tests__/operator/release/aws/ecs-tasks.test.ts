import { findEcsTask } from "../../../../operator/release/aws/ecs-tasks";
import { fakeClient } from "./fake-client";

const task = { definition: "migrate:1", subnets: [], security_groups: [], log_group: "/ecs/api" };
const described = { tasks: [{ taskArn: "task/1", lastStatus: "RUNNING" }] };

test("a task whose id is known is looked at by it: the list may not have it yet", async () => {
  const { client, asked } = fakeClient({ DescribeTasks: described });
  expect(await findEcsTask(client, "cluster", task, "release-1", "task/1")).toMatchObject({ is: "running" });
  expect(asked.map(({ name }) => name)).toEqual(["DescribeTasks"]);
});

test("another is looked for by what it was started as", async () => {
  const { client } = fakeClient({ ListTasks: { taskArns: [] } });
  expect(await findEcsTask(client, "cluster", task, "release-1")).toBeUndefined();
});
