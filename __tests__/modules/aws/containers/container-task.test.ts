import "cdktf/lib/testing/adapters/jest";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { connections, containers, resources, statements, synthService } from "./container-fixture";

const migrate = { command: ["python", "-m", "migrations"] };
const clean = { command: ["clean"], schedule: "rate(1 day)" };

describe("ContainerTask", () => {
  test("a task without a schedule is a definition with the service's image, variables and roles", () => {
    const stack = synthService({
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
    const roles = resources(stack, EcsTaskDefinition).map(({ task_role_arn }) => task_role_arn);
    expect(new Set(roles).size).toBe(1);
    expect(stack).not.toHaveResource(SchedulerSchedule);
  });

  test("a scheduled task runs in the private subnets", () => {
    const [{ schedule_expression, target }] = resources(synthService({ tasks: { clean } }), SchedulerSchedule);
    expect(schedule_expression).toBe("rate(1 day)");
    expect(target.ecs_parameters).toMatchObject({
      launch_type: "FARGATE",
      network_configuration: { subnets: ["subnet-private-a", "subnet-private-b"], assign_public_ip: false },
    });
  });

  test("the scheduler may run just this task in this cluster, whatever its revision, and pass only the task's two roles", () => {
    const [run, , pass] = statements(synthService({ tasks: { clean } }), "clean_scheduler");
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

  test("with blue/green, what an operator runs exists for each image and what is scheduled runs once", () => {
    const stack = synthService({
      tasks: { migrate, clean },
      blueGreen: { greenImage: "ghcr.io/example/api:2", greenPercent: 0 },
    });
    expect(containers(stack, "test-execution-prod-api-migrate-green")[0].image).toBe("ghcr.io/example/api:2");
    expect(resources(stack, SchedulerSchedule)).toHaveLength(1);
  });
});
