import type { Change } from "../../../../operator/plan/stack-plan";
import { ecsCarriers } from "../../../../operator/release/state/carriers";
import { leftOutOf, needsIn } from "../../../../operator/release/state/left-out";

const configuration = JSON.stringify({
  data: { aws_subnets: { all: { filter: "${aws_vpc.main.id}" } } },
  resource: {
    aws_vpc: { main: {} },
    aws_iam_role: { task: {} },
    aws_ecs_task_definition: { blue: {}, green: { role: "${aws_iam_role.task.arn}" } },
    aws_ecs_service: {
      blue: { task_definition: "${aws_ecs_task_definition.blue.arn}", subnets: "${data.aws_subnets.all.ids}" },
      green: { depends_on: ["aws_ecs_task_definition.green"] },
    },
    aws_appautoscaling_target: { blue: { resource_id: "service/${aws_ecs_service.blue.name}" } },
    aws_lb_listener_rule: { api: {} },
  },
});
const needs = needsIn(configuration);
const carrying = [
  "aws_lb_listener_rule.api",
  "aws_ecs_task_definition.blue",
  "aws_ecs_task_definition.green",
  "aws_ecs_service.blue",
  "aws_ecs_service.green",
  "aws_appautoscaling_target.blue",
];
const change = (action: Change["action"], address: string, path: string, after = "2"): Change => ({
  address,
  action,
  attributes: [{ path, before: "1", after, forcesReplacement: false }],
});
const image = (side: string, tag: string) =>
  change("replace", `aws_ecs_task_definition.${side}`, "container_definitions.app.image", JSON.stringify(tag));
const cpu = (side: string) => change("replace", `aws_ecs_task_definition.${side}`, "container_definitions.app.cpu");
const moved = (side: string) => change("update", `aws_ecs_service.${side}`, "task_definition", "(known after apply)");
const scaled = change("update", "aws_appautoscaling_target.blue", "min_capacity");
const role = change("update", "aws_iam_role.task", "assume_role_policy");
const rule = change("update", "aws_lb_listener_rule.api", "action.0");

test("what a resource needs is found through data sources and dependencies", () => {
  expect([...needs("aws_appautoscaling_target.blue")].sort()).toEqual([
    "aws_appautoscaling_target.blue",
    "aws_ecs_service.blue",
    "aws_ecs_task_definition.blue",
    "aws_vpc.main",
    "data.aws_subnets.all",
  ]);
  expect([...needs("aws_ecs_service.green")]).toContain("aws_iam_role.task");
});

const blue = ["aws_ecs_task_definition.blue", "aws_ecs_service.blue", "aws_appautoscaling_target.blue"];
const green = ["aws_ecs_task_definition.green", "aws_ecs_service.green"];

test.each<[string, Change[], edits: string[], left: string[], needed: string[]]>([
  ["the weight alone", [rule], [], [], []],
  ["a task with a given image", [image("blue", "app:1"), moved("blue")], [], [], []],
  ["an edited task", [rule, cpu("blue"), moved("blue"), scaled], [blue[0] as string], blue, []],
  ["a new task", [{ address: blue[0] as string, action: "create" }, moved("blue")], [blue[0] as string], blue, []],
  ["an image of something else", [image("blue", "proxy:2"), moved("blue")], [blue[0] as string], blue, []],
  [
    "an edit that a given image needs",
    [role, image("green", "app:1"), moved("green")],
    ["aws_iam_role.task"],
    green,
    green,
  ],
  [
    "an edit of a service that gets a given image",
    [image("green", "app:1"), change("update", "aws_ecs_service.green", "launch_type")],
    ["aws_ecs_service.green"],
    ["aws_ecs_service.green"],
    ["aws_ecs_service.green"],
  ],
])("%s", (_, changes, edits, left, needed) => {
  const values = { image: "app:1", next_image: "app:2" };
  const found = leftOutOf({ changes }, carrying, { carriers: ecsCarriers, values, kept: ["image"], needs });
  expect(found).toEqual({ edits, carrying: carrying.filter((one) => !left.includes(one)), needed });
});
