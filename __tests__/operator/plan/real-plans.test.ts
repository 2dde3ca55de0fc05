import { readFileSync } from "node:fs";
import { join } from "node:path";
import { attributeChanges } from "../../../operator/plan/plan-attributes";
import { manualChanges } from "../../../operator/plan/plan-drift";
import type { PlanJson } from "../../../operator/plan/plan-json";
import { imagesTakenBack } from "../../../operator/plan/taken-back";

/** Parts of `terraform show -json` of aws-local on the emulator. */
const read = (name: string) => JSON.parse(readFileSync(join(__dirname, "plans", `${name}.json`), "utf8")) as PlanJson;
const kind = (address: string) => address.replace(/_[0-9A-F]{8}$/, "");

describe("a new image", () => {
  const plan = read("new-image");
  const attributes = attributeChanges(plan);

  test("is one line of each task definition, and what runs it", () => {
    const image = "ghcr.io/example/test-execution-system";
    const task = `container_definitions.application.image: "${image}:1.0.0" → "${image}:1.4.2"`;
    const found = [...attributes].map(([address, { attributes: lines }]) => [
      kind(address),
      lines.map(({ path, before, after }) => `${path}: ${before} → ${after}`),
    ]);
    const service = (name: string) => [
      `task_definition: "arn:aws:ecs:us-east-1:123456789012:task-definition/test-execution-local-${name}:1" → (known after apply)`,
    ];
    expect(Object.fromEntries(found)).toEqual({
      "aws_ecs_service.api_blue_service": service("api"),
      "aws_ecs_service.worker_blue_service": service("worker"),
      "aws_ecs_task_definition.api_blue_task": [task],
      "aws_ecs_task_definition.api_tasks_migrate_definition_task": [task],
      "aws_ecs_task_definition.worker_blue_task": [task],
    });
  });

  test("what the service words or makes itself is counted by name", () => {
    const task = [...attributes].find(([address]) => address.includes("api_blue_task"))?.[1];
    expect(task?.computed).toEqual(
      expect.arrayContaining(["arn", "revision", "pid_mode", "container_definitions.application.volumesFrom"]),
    );
    expect(task?.computed).toContain("volume.shared.configure_at_launch");
  });

  test("marks nothing as changed by hand", () => expect(manualChanges(plan)).toEqual([]));

  test("is taken back by a deploy that falls back to the default of the file", () => {
    const [running, planned] = [
      "ghcr.io/example/test-execution-system:1.0.0",
      "ghcr.io/example/test-execution-system:1.4.2",
    ];
    const value = { name: "image", value: JSON.stringify(planned) };
    expect(imagesTakenBack(plan, [{ ...value, source: "--var" }])).toEqual([]);
    const [found, ...others] = imagesTakenBack(plan, [{ ...value, source: "default of the file" }]);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ variable: "image", running, planned });
    expect(found?.addresses.map(kind)).toContain("aws_ecs_task_definition.api_blue_task");
  });
});

describe("20 changes by hand", () => {
  const plan = read("by-hand");
  const marks = manualChanges(plan);

  test.each([
    ["aws_appautoscaling_target.api_blue_autoscaling_target", "max_capacity: 4 → 9"],
    ["aws_appautoscaling_target.api_blue_autoscaling_target", "min_capacity: 2 → 0"],
    ["aws_cloudwatch_dashboard.monitoring_dashboards_business", "dashboard_body.widgets.By hand: (none) → {"],
    ["aws_cloudwatch_log_group.api_log", "retention_in_days: 30 → 1"],
    ["aws_cloudwatch_metric_alarm.monitoring_alarms_cpu-database", "threshold: 80 → 1"],
    ["aws_db_instance.database_instance", "backup_retention_period: 7 → 3"],
    ["aws_ecr_repository.registry_repository", 'image_tag_mutability: "IMMUTABLE" → "MUTABLE"'],
    ["aws_iam_role.worker_roles_task_role", 'assume_role_policy.Statement.0.Principal.Service: "ecs-tasks.'],
    ["aws_iam_role_policy.api_roles_task_policy", 'policy.Statement: (none) → {"Action":"s3:*"'],
    ["aws_lb.load-balancer", "idle_timeout: 60 → 7"],
    ["aws_lb_target_group.api_routing_blue_targets", 'health_check.0.path: "/health/ready" → "/byhand"'],
    ["aws_s3_bucket.artifacts_bucket", 'tags.ByHand: (none) → "yes"'],
    ["aws_s3_bucket_lifecycle_configuration.logs_lifecycle", "rule.x: (none) → {"],
    ["aws_s3_bucket_policy.artifacts_policy", "policy.Statement.KmsOnly: {"],
    ["aws_s3_bucket_public_access_block.artifacts_public-access", "block_public_acls: true → false"],
    ["aws_s3_bucket_versioning.artifacts_versioning", 'versioning_configuration.0.status: "Enabled" → "Suspended"'],
    ["aws_sns_topic_policy.monitoring_notifications_warning-policy", "policy.Statement.x: (none) → {"],
    ["aws_sqs_queue.worker-queue", "visibility_timeout_seconds: 300 → 7"],
    ["aws_ssm_parameter.configuration_feature_flags", "insecure_value.byHand: (none) → true"],
  ])("marks %s: %s", (address, line) => {
    const mark = marks.find((found) => kind(found.address) === address);
    const lines = mark?.attributes.map(({ path, before, after }) => `${path}: ${before} → ${after}`) ?? [];
    expect(lines.filter((text) => text.startsWith(line))).toHaveLength(1);
  });

  test.each(["aws_cloudwatch_log_group.worker_log", "aws_vpc_security_group_ingress_rule.api_security_database-in"])(
    "marks %s as removed",
    (address) => {
      expect(marks.find((found) => kind(found.address) === address)?.action).toBe("delete");
    },
  );

  test("marks none of the resources that only read differently", () => {
    const drifted = (plan.resource_drift ?? []).map(({ address }) => address);
    const changed = (plan.resource_changes ?? []).filter(({ change }) => !change.actions?.includes("no-op"));
    const untouched = drifted.filter((address) => !changed.some((of) => of.address === address));
    expect(untouched.length).toBeGreaterThan(20);
    expect(marks.map(({ address }) => address).filter((address) => untouched.includes(address))).toEqual([]);
    // A change of a log group and of a bucket makes the policies that name them known after the apply only. They were not touched.
    expect(marks.map(({ address }) => kind(address))).not.toContain("aws_iam_role_policy.worker_roles_task_policy");
  });
});
