import { planText } from "../../../operator/plan/plan-text";
import type { Change } from "../../../operator/plan/stack-plan";
import { stackPlan as plan } from "./stack-plan";

const lines = (...args: Parameters<typeof planText>) => planText(...args).split("\n");
const change = (address: string, action: Change["action"], attributes: string[] = []): Change => ({
  address,
  action,
  attributes: attributes.map((path) => ({ path, before: "1", after: "2", forcesReplacement: false })),
});

test("ends with what is made, changed, replaced and destroyed, and where values come from", () => {
  const changes = [
    change("a.gone", "delete"),
    change("a.other", "replace"),
    change("a.b", "update"),
    change("a.c", "create"),
  ];
  const variables = [
    { name: "image", value: '"app:2"', source: "--var" },
    { name: "green_percent", value: "0", source: "default of the file" },
  ];
  expect(lines(plan(changes, { variables })).at(-1)).toBe(
    '  In all: 1 made, 1 changed, 1 replaced, 1 destroyed; nothing that serves is replaced or destroyed; image = "app:2" (--var), green_percent = 0 (default of the file)',
  );
});

test.each<[address: string, action: Change["action"], attributes: string[], said: string]>([
  [
    "aws_db_instance.database_instance_D7FC2283",
    "replace",
    [],
    "database aws_db_instance.database_instance_D7FC2283 (replaced)",
  ],
  ["aws_rds_cluster_instance.x[0]", "delete", [], "database aws_rds_cluster_instance.x[0] (destroyed)"],
  ["aws_db_instance.x", "update", ["instance_class"], "database aws_db_instance.x (may restart)"],
  ["aws_elasticache_replication_group.x", "replace", [], "cache aws_elasticache_replication_group.x (replaced)"],
  ["aws_lb.x", "delete", [], "load balancer aws_lb.x (destroyed)"],
  ["aws_lb_listener.x", "replace", [], "load balancer aws_lb_listener.x (replaced)"],
  ["aws_ecs_service.x", "replace", [], "service aws_ecs_service.x (replaced)"],
  ["aws_eks_cluster.x", "replace", [], "cluster aws_eks_cluster.x (replaced)"],
  ["aws_dynamodb_table.x", "delete", [], "table aws_dynamodb_table.x (destroyed)"],
  ["aws_s3_bucket.x", "delete", [], "store aws_s3_bucket.x (destroyed)"],
  ["aws_nat_gateway.x", "replace", [], "network aws_nat_gateway.x (replaced)"],
  ["google_sql_database_instance.x", "replace", [], "database google_sql_database_instance.x (replaced)"],
  ["google_redis_instance.x", "delete", [], "cache google_redis_instance.x (destroyed)"],
  [
    "google_compute_global_forwarding_rule.x",
    "replace",
    [],
    "load balancer google_compute_global_forwarding_rule.x (replaced)",
  ],
  ["google_cloud_run_v2_service.x", "delete", [], "service google_cloud_run_v2_service.x (destroyed)"],
  ["azurerm_postgresql_flexible_server.x", "replace", [], "database azurerm_postgresql_flexible_server.x (replaced)"],
  ["azurerm_redis_cache.x", "replace", [], "cache azurerm_redis_cache.x (replaced)"],
  ["azurerm_application_gateway.x", "replace", [], "load balancer azurerm_application_gateway.x (replaced)"],
  ["azurerm_container_group.x", "replace", [], "service azurerm_container_group.x (replaced)"],
  ["kubernetes_deployment_v1.x", "replace", [], "service kubernetes_deployment_v1.x (replaced)"],
])("%s: %s may interrupt service", (address, action, attributes, said) => {
  expect(lines(plan([change(address, action, attributes)])).at(-1)).toContain(`may interrupt service: ${said}`);
});

test.each<[address: string, action: Change["action"], attributes: string[]]>([
  ["aws_db_instance.x", "update", ["backup_retention_period"]],
  ["aws_ecs_task_definition.x", "replace", ["container_definitions.application.image"]],
  ["aws_ecs_service.x", "update", ["task_definition"]],
  ["aws_cloudwatch_metric_alarm.x", "delete", []],
  ["aws_lb_target_group_attachment_policy.x", "create", []],
])("%s: %s interrupts nothing", (address, action, attributes) => {
  expect(lines(plan([change(address, action, attributes)])).at(-1)).toContain(
    "nothing that serves is replaced or destroyed",
  );
});

test("of many that are interrupted five are shown, and how many more", () => {
  const changes = Array.from({ length: 7 }, (_, index) => change(`aws_lb.x${index}`, "delete"));
  expect(lines(plan(changes)).at(-1)).toMatch(/aws_lb\.x4 \(destroyed\), and 2 more$/);
});

test("an image that is taken back has a line that names both images and how to keep the running one", () => {
  const takenBack = [
    { variable: "image", running: "app:1.4.2", planned: "app:1.0.0", addresses: ["aws_ecs_task_definition.x"] },
  ];
  expect(lines(plan([change("aws_ecs_task_definition.x", "replace")], { takenBack })).at(-1)).toBe(
    "  TAKES A RUNNING IMAGE BACK: app:1.4.2 runs, this plan runs app:1.0.0, which the settings say (aws_ecs_task_definition.x). To keep it: --var image=app:1.4.2",
  );
});

test("what is set in the environment is named, in a plan without changes too", () => {
  const environment = ["TF_CLI_ARGS_plan", "TF_VAR_image"];
  const said = "  Set in the environment, and part of this plan: TF_CLI_ARGS_plan, TF_VAR_image";
  expect(lines(plan([change("a.b", "create")], { environment })).at(-1)).toBe(said);
  expect(lines(plan([], { environment, hasChanges: false }))).toEqual(["aws-x: no changes", said]);
});

test("what a file of --settings says has a line", () => {
  const overrides = ["application.replicas.max = 20 (emergency.tfvars:1)"];
  expect(lines(plan([], { overrides, hasChanges: false }))).toEqual([
    "aws-x: no changes",
    "  By --settings: application.replicas.max = 20 (emergency.tfvars:1)",
  ]);
});

describe("computed attributes", () => {
  const changes: Change[] = [{ address: "a.b", action: "update", attributes: [], computed: ["arn", "revision"] }];

  test("are counted", () => expect(lines(plan(changes))).toContain("        2 computed attributes"));

  test("are listed with --verbose", () => {
    const found = lines(plan(changes), { verbose: true });
    expect(found).toEqual(expect.arrayContaining(["        arn: (computed)", "        revision: (computed)"]));
  });
});

test("values are cut for people only, and whole with --verbose", () => {
  const value = JSON.stringify("x".repeat(500));
  const attributes = [{ path: "body", before: "(none)", after: value, forcesReplacement: false }];
  const changes: Change[] = [{ address: "a.b", action: "update", attributes }];
  expect(planText(plan(changes))).toContain("more characters: --verbose");
  expect(planText(plan(changes), { verbose: true })).toContain(value);
});

test("an update that only spells JSON otherwise says so", () => {
  const changes: Change[] = [{ address: "a.b", action: "update", attributes: [], computed: [] }];
  expect(lines(plan(changes))).toContain("        only the spelling of JSON differs");
});

test("a replacement that is made before its predecessor goes has its own mark", () => {
  const changes: Change[] = [{ address: "a.b", action: "replace", createdFirst: true }];
  expect(lines(plan(changes))).toContain("  +/- a.b");
});
