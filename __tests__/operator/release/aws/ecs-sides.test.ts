import type { AwsClients } from "../../../../operator/release/aws/clients";
import { deployedServices } from "../../../../operator/release/aws/deployed-services";
import { imageOf, rolloutOf } from "../../../../operator/release/aws/ecs-sides";
import type { ReleaseTarget } from "../../../../stacks/aws/release-target";
import { fakeClient } from "./fake-client";

/** A service that runs `app:1`, after a task of `app:2` has ended. */
function clients(): AwsClients {
  const primary = {
    status: "PRIMARY",
    rolloutState: "COMPLETED",
    runningCount: 2,
    desiredCount: 2,
    taskDefinition: "arn:task:1",
  };
  const ecs = fakeClient({
    DescribeServices: { services: [{ status: "ACTIVE", serviceName: "api", deployments: [primary] }] },
    DescribeTaskDefinition: {
      taskDefinition: { containerDefinitions: [{ image: "app:1" }, { image: "collector:1" }] },
    },
    ListTasks: { taskArns: ["arn:1"] },
    DescribeTasks: { tasks: [{ taskDefinitionArn: "arn:task:2", stoppedReason: "exited", containers: [] }] },
  }).client;
  return { ecs } as AwsClients;
}

test("a service that runs another image than it should was rolled back by ECS, and says why", async () => {
  const api = [{ service: "api", least: 2 }];
  expect(await rolloutOf(clients(), "c", api, "app:1")).toEqual({ is: "ready", seen: ["api: 2 of 2 running"] });
  expect(await rolloutOf(clients(), "c", api, "app:2")).toEqual({
    is: "failed",
    seen: ["api: 2 of 2 running", "api: ECS has rolled back to app:1, expected app:2", "a task stopped: exited"],
  });
  expect(await imageOf(clients(), "c", "api")).toBe("app:1");
});

const side = (service: string) => ({ service, target_group: "", target_group_suffix: "", alarms: [] });

test("each service of a stack should run the image and the replicas of its side", () => {
  const values = {
    image: "image",
    next_image: "next_image",
    live: "live",
    live_minimum: "live_minimum",
    next_minimum: "next_minimum",
  };
  const target = {
    services: {
      api: { blue: side("api"), green: side("api-green"), values },
      rest: { blue: side("rest"), values: { image: "rest_image" } },
    },
    components: { worker: { service: "worker", image: "image" } },
  } as unknown as ReleaseTarget;
  const state = {
    image: "app:2",
    next_image: "app:1",
    live: "green",
    live_minimum: 3,
    next_minimum: 0,
    rest_image: "rest:1",
  };
  expect(deployedServices(target, state)).toEqual([
    { service: "api", value: "next_image", image: "app:1", least: 0 },
    { service: "api-green", value: "image", image: "app:2", least: 3 },
    { service: "rest", value: "rest_image", image: "rest:1", least: 0 },
    { service: "worker", value: "image", image: "app:2", least: 0 },
  ]);
});
