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
      DescribeTaskDefinition: { taskDefinition: { containerDefinitions: [{ image: "app:2" }] } },
    }).client,
    "cluster",
    { service: "api", image: "app:2", least },
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

test.each([
  ["when ECS has given up", "FAILED", 0, true],
  ["while ECS looks at the deployment, and may yet give up", "IN_PROGRESS", 3, true],
  ["not what began without tasks: ECS looks at it no more", "COMPLETED", 3, false],
])("a failed one goes back by itself %s", async (_, rolloutState, ended, goesBack) => {
  const crashed = { stopCode: "EssentialContainerExited", stoppedReason: "exited", containers: [] };
  const found = await rollout([primary({ rolloutState, runningCount: 0 })], Array(ended).fill(crashed), 2);
  expect(found).toMatchObject({ is: "failed", goesBack });
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
  await expect(ecsRollout(client, "cluster", { service: "api", image: "app:2", least: 0 })).rejects.toThrow(
    "expected the service in cluster, found none",
  );
});

test("a service that runs another image than it should was rolled back by ECS, and says why", async () => {
  const service = primary({ taskDefinition: "arn:task:1" });
  const { client } = fakeClient({
    DescribeServices: { services: [{ status: "ACTIVE", serviceName: "api", deployments: [service] }] },
    DescribeTaskDefinition: {
      taskDefinition: { containerDefinitions: [{ image: "app:1" }, { image: "collector:1" }] },
    },
    ListTasks: { taskArns: ["arn:1"] },
    DescribeTasks: { tasks: [{ taskDefinitionArn: "arn:task:2", stoppedReason: "exited", containers: [] }] },
  });
  const of = (image: string) => ecsRollout(client, "c", { service: "api", image, least: 2 });
  expect(await of("app:1")).toEqual({ is: "ready", seen: ["api: 2 of 2 running"] });
  expect(await of("app:2")).toEqual({
    is: "failed",
    seen: ["api: 2 of 2 running", "api: ECS has rolled back to app:1, expected app:2", "a task stopped: exited"],
    runs: "app:1",
  });
});
