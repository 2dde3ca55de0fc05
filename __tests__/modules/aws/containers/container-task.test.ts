import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { network } from "../fixtures";
import { connections, containers, makeService, statements } from "./container-fixture";

const migrate = { command: ["python", "-m", "migrations"] };
const clean = { command: ["clean"], schedule: "rate(1 day)" };

describe("ContainerTask", () => {
  test("a task without a schedule is a definition with the service's image, variables and roles", () => {
    const stack = makeService({
      ...connections,
      tasks: { migrate },
      healthCommand: ["CMD", "/healthcheck"],
      tracing: { samplingPercent: 5, collectorImage: "collector:1" },
    });
    const task = containers(stack, "test-execution-prod-api-migrate");
    expect(task).toHaveLength(1);
    expect(task[0]).toMatchObject({ image: "ghcr.io/example/api:1", command: migrate.command });
    expect(task[0].environment).toContainEqual({ name: "DATABASE_HOST", value: "db.internal" });
    expect(task[0].healthCheck).toBeUndefined();
    const roles = stack.all(EcsTaskDefinition).map(({ task_role_arn }) => task_role_arn);
    expect(new Set(roles).size).toBe(1);
    expect(stack).not.toHaveResource(SchedulerSchedule);
  });

  test("a scheduled task runs in the private subnets", () => {
    const [{ schedule_expression, target }] = makeService({ tasks: { clean } }).all(SchedulerSchedule);
    expect(schedule_expression).toBe("rate(1 day)");
    expect(target.ecs_parameters).toMatchObject({
      launch_type: "FARGATE",
      network_configuration: { subnets: network.privateSubnetIds, assign_public_ip: false },
    });
  });

  test("the scheduler may run only this task, in any revision and in this cluster, and pass only its two roles", () => {
    const [run, , pass] = statements(makeService({ tasks: { clean } }), "clean_scheduler");
    expect(run).toMatchObject({
      actions: ["ecs:RunTask"],
      resources: ["arn:aws:ecs:us-east-1:111111111111:task-definition/test-execution-prod-api-clean:*"],
      condition: [{ variable: "ecs:cluster" }],
    });
    expect(pass.actions).toEqual(["iam:PassRole"]);
    expect(pass.resources).toHaveLength(2);
    expect(pass.condition).toEqual([
      { test: "StringEquals", variable: "iam:PassedToService", values: ["ecs-tasks.amazonaws.com"] },
    ]);
  });

  test("with blue/green, a task that an operator starts exists with the next image too, and a scheduled one runs once", () => {
    const stack = makeService({
      tasks: { migrate, clean },
      blueGreen: {
        ...{ live: "blue", nextImage: "ghcr.io/example/api:2", nextPercent: 0, probe: "" },
        ...{ liveMinimum: 2, nextMinimum: 0 },
      },
    });
    expect(containers(stack, "test-execution-prod-api-migrate-next")[0].image).toBe("ghcr.io/example/api:2");
    expect(stack.all(SchedulerSchedule)).toHaveLength(1);
  });
});
