import { ecsRollout } from "../../../../operator/release/aws/ecs-rollout";
import { fakeClient } from "./fake-client";

const primary = (more: object = {}) => ({
  status: "PRIMARY",
  rolloutState: "COMPLETED",
  runningCount: 2,
  desiredCount: 2,
  failedTasks: 0,
  ...more,
});
const rollout = (deployments: object[], tasks: object[] = [], least = 0) =>
  ecsRollout(
    fakeClient({
      DescribeServices: { services: [{ status: "ACTIVE", serviceName: "api", deployments }] },
      ListTasks: { taskArns: tasks.map((_, index) => `arn:${index}`) },
      DescribeTasks: { tasks },
    }).client,
    "cluster",
    "api",
    least,
  );

test.each([
  ["ready", [primary()]],
  ["ready", [primary({ runningCount: 0, desiredCount: 0 })]],
  ["rolling", [primary({ rolloutState: "IN_PROGRESS", runningCount: 1 })]],
  ["rolling", [primary({ runningCount: 1 })]],
  ["rolling", [primary(), { status: "ACTIVE", runningCount: 1 }]],
  ["failed", [primary({ rolloutState: "FAILED", runningCount: 0, failedTasks: 3 })]],
  // ECS has rolled back: whether that is what should run, the image says.
  ["ready", [primary(), { status: "ACTIVE", rolloutState: "FAILED", runningCount: 0 }]],
])("is %s %#", async (is, deployments) => {
  expect(await rollout(deployments)).toMatchObject({ is });
});

test("a service that began without tasks is ready once it runs what it must, and failed once three did not stay", async () => {
  const deployments = [primary({ runningCount: 0, desiredCount: 0 })];
  expect(await rollout(deployments, [], 2)).toMatchObject({ is: "rolling", seen: ["api: 0 of 2 running"] });
  const crashed = { stopCode: "EssentialContainerExited", stoppedReason: "exited", containers: [] };
  expect(await rollout(deployments, [crashed, crashed], 2)).toMatchObject({ is: "rolling" });
  expect(await rollout(deployments, [crashed, crashed, crashed], 2)).toMatchObject({
    is: "failed",
    seen: ["api: 0 of 2 running", "a task stopped: exited"],
  });
});

test("tasks of an earlier task definition are not counted", async () => {
  const old = { taskDefinitionArn: "arn:task:1", stoppedReason: "exited", containers: [] };
  const deployments = [primary({ taskDefinition: "arn:task:2", rolloutState: "IN_PROGRESS" })];
  expect(await rollout(deployments, [old, old, old])).toMatchObject({ is: "rolling", seen: ["api: 2 of 2 running"] });
});

test("says why tasks stopped, each reason once, and leaves out those that a deployment stopped", async () => {
  const crashed = {
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    containers: [
      { name: "api", exitCode: 1 },
      { name: "collector", exitCode: 0 },
    ],
  };
  const { seen } = await rollout(
    [primary({ rolloutState: "FAILED", runningCount: 0, failedTasks: 2 })],
    [
      crashed,
      crashed,
      { stopCode: "ServiceSchedulerInitiated", stoppedReason: "Scaling activity initiated by deployment" },
      { stopCode: "TaskFailedToStart", stoppedReason: "CannotPullContainerError: no such image", containers: [] },
    ],
  );
  expect(seen).toEqual([
    "api: 0 of 2 running, 2 failed",
    "a task stopped: Essential container in task exited; api ended with exit code 1",
    "a task stopped: CannotPullContainerError: no such image",
  ]);
});

test("a service that is not there is an error", async () => {
  const { client } = fakeClient({ DescribeServices: { services: [] } });
  await expect(ecsRollout(client, "cluster", "api")).rejects.toThrow("expected the service in cluster, found none");
});
