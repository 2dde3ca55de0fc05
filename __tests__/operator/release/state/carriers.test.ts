import type { Change } from "../../../../operator/plan/stack-plan";
import {
  aliasCarriers,
  beyond,
  carriersIn,
  ecsCarriers,
  functionCarriers,
} from "../../../../operator/release/state/carriers";

const update = (address: string, ...paths: string[]): Change => ({
  address,
  action: "update",
  attributes: paths.map((path) => ({ path, before: "1", after: "2", forcesReplacement: false })),
});

test.each<[string, Change[], string[]]>([
  ["values", [{ address: "terraform_data.next_percent", action: "replace" }], []],
  ["weights", [update("aws_lb_listener_rule.api", "action.0.forward")], []],
  ["the probe's rule", [{ address: "aws_lb_listener_rule.probe[0]", action: "create" }], []],
  ["a task", [{ address: "aws_ecs_task_definition.green", action: "replace" }], []],
  ["the task of a service", [update("aws_ecs_service.green", "task_definition")], []],
  ["how many run", [update("aws_appautoscaling_target.green", "min_capacity", "max_capacity")], []],
  [
    "another attribute of a service",
    [update("aws_ecs_service.green", "task_definition", "health_check_grace_period_seconds")],
    ["update aws_ecs_service.green: health_check_grace_period_seconds"],
  ],
  ["a service that goes", [{ address: "aws_ecs_service.green", action: "delete" }], ["delete aws_ecs_service.green"]],
  ["another value", [{ address: "terraform_data.other", action: "replace" }], ["replace terraform_data.other"]],
  ["a database", [update("aws_db_instance.main", "instance_class")], ["update aws_db_instance.main"]],
])("a release changes %s or refuses it", (_, changes, more) => {
  expect(beyond({ changes }, ecsCarriers, ["next_percent"])).toEqual(more);
});

test("a release of functions publishes code and moves aliases, and gives no function more memory", () => {
  const changes = [
    update("aws_lambda_function.chat", "source_code_hash", "filename"),
    update("aws_lambda_alias.chat", "routing_config.0.additional_version_weights"),
    update("aws_lambda_function.summary", "memory_size"),
  ];
  expect(beyond({ changes }, functionCarriers, [])).toEqual(["update aws_lambda_function.summary: memory_size"]);
});

test("a rollback of functions moves aliases alone, and publishes nothing", () => {
  const changes = [
    update("aws_lambda_function.chat", "source_code_hash"),
    update("aws_lambda_alias.chat", "function_version"),
    { address: "aws_lambda_layer_version.shared", action: "replace" as const },
  ];
  expect(beyond({ changes }, aliasCarriers, [])).toEqual([
    "update aws_lambda_function.chat",
    "replace aws_lambda_layer_version.shared",
  ]);
});

test("what carries a release is found by type", () => {
  const resources = { aws_ecs_service: { blue: {}, green: {} }, aws_db_instance: { main: {} } };
  expect(carriersIn(resources, ecsCarriers)).toEqual(["aws_ecs_service.blue", "aws_ecs_service.green"]);
});
