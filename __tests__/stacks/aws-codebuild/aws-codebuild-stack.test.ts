import { arnOf } from "../../policy/arns";
import { Permissions } from "../../policy/permissions";
import { resources, type StackJson, synthesizeAll } from "../synthesized";

/** The CodeBuild Worker of production, as it would be deployed (document 004). */

let stack: StackJson;
let all: Map<string, StackJson>;
beforeAll(async () => {
  all = await synthesizeAll();
  stack = all.get("aws-codebuild-prod") as StackJson;
}, 120_000);

const prefix = "kiro-worker-prod";
const role = (name: string) => new Permissions(stack, `${prefix}-${name}`);
const table = (name: string) => arnOf(stack, "aws_dynamodb_table", `${prefix}-${name}`);
const project = (name: string) => arnOf(stack, "aws_codebuild_project", `${prefix}-${name}`);
const secret = (name: string) => arnOf(stack, "aws_secretsmanager_secret", `/kiro-worker/prod/${name}`);
const bucket = () => arnOf(stack, "aws_s3_bucket", `${prefix}-artifacts-444444444444`);
const report = "arn:aws:codebuild:us-east-1:444444444444:report-group/kiro-worker-prod-worker-tests";

/** What no part of the worker may do. */
const never: [action: string, resource: string][] = [
  ["iam:PassRole", "*"],
  ["sts:AssumeRole", "*"],
  ["lambda:UpdateFunctionCode", "*"],
  ["codebuild:UpdateProject", "*"],
  ["codebuild:DeleteProject", "*"],
  ["dynamodb:DeleteTable", "*"],
  ["dynamodb:Scan", "*"],
  ["kms:ScheduleKeyDeletion", "*"],
  ["secretsmanager:PutSecretValue", "*"],
  ["s3:DeleteObjectVersion", "*"],
];

describe.each(["submit", "poller", "events", "worker-build", "images-build"])("%s", (name) => {
  test.each(never)("may not %s", (action, resource) => expect(role(name).may(action, resource)).toBe(false));

  test("reads no secret of another environment", () => {
    const other = "arn:aws:secretsmanager:us-east-1:444444444444:secret:/kiro-worker/prod-dr/github-token-abcdef";
    expect(role(name).may("secretsmanager:GetSecretValue", other)).toBe(false);
  });
});

test("submit stores work items; it reads none, takes no lock and starts no build", () => {
  expect(role("submit").may("dynamodb:PutItem", table("work-items"))).toBe(true);
  expect(role("submit").may("dynamodb:GetItem", table("work-items"))).toBe(false);
  expect(role("submit").may("dynamodb:PutItem", table("locks"))).toBe(false);
  expect(role("submit").may("codebuild:StartBuild", project("worker"))).toBe(false);
  expect(role("submit").may("secretsmanager:GetSecretValue", secret("github-token"))).toBe(false);
  expect(role("submit").may("cloudwatch:PutMetricData", "*")).toBe(false);
});

test("the poller starts builds of its own projects, and reads only the secret with the GitHub token", () => {
  const poller = role("poller");
  for (const name of ["worker", "images"]) expect(poller.may("codebuild:StartBuild", project(name))).toBe(true);
  expect(poller.may("codebuild:StartBuild", project("worker").replace(prefix, "kiro-worker-prod-dr"))).toBe(false);
  expect(poller.may("codebuild:StopBuild", project("worker"))).toBe(false);
  expect(poller.may("secretsmanager:GetSecretValue", secret("github-token"))).toBe(true);
  expect(poller.may("secretsmanager:GetSecretValue", secret("git-credentials"))).toBe(false);
  expect(poller.may("s3:GetObject", `${bucket()}/worker/x`)).toBe(false);
  expect(poller.may("cloudwatch:PutMetricData", "*", { "cloudwatch:namespace": "AWS/CodeBuild" })).toBe(false);
  expect(poller.may("cloudwatch:PutMetricData", "*", { "cloudwatch:namespace": "kiro-worker/prod" })).toBe(true);
});

test("events frees locks and reads builds and reports; it starts none and reads no secret", () => {
  const events = role("events");
  expect(events.may("dynamodb:DeleteItem", table("locks"))).toBe(true);
  expect(events.may("codebuild:BatchGetReports", report)).toBe(true);
  expect(events.may("codebuild:StartBuild", project("worker"))).toBe(false);
  expect(events.may("secretsmanager:GetSecretValue", secret("github-token"))).toBe(false);
});

test("a build reads its secrets and writes its folder; work items, locks and other projects' folders it cannot reach", () => {
  const worker = role("worker-build");
  for (const name of ["github-token", "git-credentials"]) {
    expect(worker.may("secretsmanager:GetSecretValue", secret(name))).toBe(true);
    expect(role("images-build").may("secretsmanager:GetSecretValue", secret(name))).toBe(false);
  }
  expect(worker.may("s3:PutObject", `${bucket()}/worker/1/artifacts.zip`)).toBe(true);
  expect(worker.may("s3:PutObject", `${bucket()}/images/1/artifacts.zip`)).toBe(false);
  expect(worker.may("s3:GetObject", `${bucket()}/images/1/artifacts.zip`)).toBe(false);
  for (const action of ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"]) {
    for (const name of ["work-items", "locks"]) expect(worker.may(action, table(name))).toBe(false);
  }
  expect(worker.may("codebuild:StartBuild", project("worker"))).toBe(false);
  expect(worker.may("codebuild:UpdateReport", report.replace("worker-tests", "images-tests"))).toBe(false);
  expect(worker.may("ec2:RunInstances", "*")).toBe(false);
});

test("the schedule calls the poller and nothing else", () => {
  const poller = arnOf(stack, "aws_lambda_function", `${prefix}-poller`);
  const schedule = role("poller-schedule");
  expect(schedule.may("lambda:InvokeFunction", `${poller}:live`)).toBe(true);
  expect(schedule.may("lambda:InvokeFunction", `${poller.replace("poller", "events")}:live`)).toBe(false);
});

test("a lock outlasts the longest queue and build of its project", () => {
  const find = (type: string, key: string, name: string) =>
    resources(stack, type).find(({ body }) => body[key] === name)?.body ?? {};
  const { variables } = find("aws_lambda_function", "function_name", `${prefix}-poller`)["environment"] as {
    variables: { PROJECTS: string };
  };
  const projects = Object.values<{ name: string; lockSeconds: number }>(JSON.parse(variables.PROJECTS));
  expect(projects).toHaveLength(2);
  for (const { name, lockSeconds } of projects) {
    const { build_timeout, queued_timeout } = find("aws_codebuild_project", "name", name);
    expect(lockSeconds).toBeGreaterThan(60 * (Number(build_timeout) + Number(queued_timeout)));
  }
});

test("the functions know how many builds of a project may run, and whose code", () => {
  for (const part of ["poller", "submit"]) {
    const found = resources(stack, "aws_lambda_function").find(
      ({ body }) => body["function_name"] === `${prefix}-${part}`,
    );
    const { variables } = (found?.body["environment"] ?? {}) as {
      variables: { PROJECTS: string; REPOSITORIES: string };
    };
    const projects: { name: string; concurrent?: number }[] = Object.values(JSON.parse(variables.PROJECTS));
    expect(projects.map(({ concurrent }) => concurrent)).toEqual([20, undefined]);
    expect(JSON.parse(variables.REPOSITORIES)).toEqual(["example/*", "example/kiro-work"]);
  }
});

test("alarms, budget, secrets and their reminders have document 004's names and figures", () => {
  const bodies = (type: string) => resources(stack, type).map(({ body }) => body);
  const alarms = Object.fromEntries(bodies("aws_cloudwatch_metric_alarm").map((body) => [body.alarm_name, body]));
  expect(alarms[`${prefix}-build-failures`]).toMatchObject({
    comparison_operator: "GreaterThanThreshold",
    threshold: 3,
    evaluation_periods: 1,
    treat_missing_data: "notBreaching",
    alarm_actions: [expect.stringMatching(/critical/)],
  });
  const severity = (part: string) => String(alarms[`${prefix}-${part}`]?.alarm_actions).match(/critical|warning/)?.[0];
  for (const part of [
    "build-failure-rate",
    "function-error-rate",
    "locks-throttles",
    "secret-access-denied",
    "poller-failures",
  ]) {
    expect([part, severity(part)]).toEqual([part, "critical"]);
  }
  for (const part of ["build-failure-rate-warning", "build-duration", "coverage", "function-work", "items-given-up"]) {
    expect([part, severity(part)]).toEqual([part, "warning"]);
  }
  expect(bodies("aws_budgets_budget")).toEqual([
    expect.objectContaining({
      name: "KiroWorkerMonthly",
      limit_amount: "500",
      time_unit: "MONTHLY",
      budget_type: "COST",
    }),
  ]);
  expect(
    bodies("aws_secretsmanager_secret")
      .map(({ name }) => name)
      .sort(),
  ).toEqual(["/kiro-worker/prod/git-credentials", "/kiro-worker/prod/github-token"]);
  const schedules = bodies("aws_scheduler_schedule").map(({ schedule_expression }) => schedule_expression);
  expect(schedules.sort()).toEqual(["rate(1 minute)", "rate(90 days)", "rate(90 days)"]);
});

test("production keeps its locks and items, moves old logs to Glacier, and has a network of two zones and one NAT gateway", () => {
  for (const { body } of resources(stack, "aws_dynamodb_table")) {
    expect(body).toMatchObject({ deletion_protection_enabled: true, point_in_time_recovery: { enabled: true } });
    expect(body.ttl).toEqual({ attribute_name: "expires_at", enabled: true });
  }
  const text = JSON.stringify(resources(stack, "aws_s3_bucket_lifecycle_configuration"));
  expect(text).toContain('"INTELLIGENT_TIERING"');
  expect(text).toContain('"GLACIER"');
  expect(resources(stack, "aws_nat_gateway")).toHaveLength(1);
  expect(resources(stack, "aws_subnet").filter(({ address }) => address.includes("private"))).toHaveLength(2);
});

test("in the passive region the poller does not run", () => {
  const [schedule] = resources(all.get("aws-codebuild-prod-dr") as StackJson, "aws_scheduler_schedule").filter(
    ({ body }) => body.name === "kiro-worker-prod-dr-poller",
  );
  expect(schedule?.body.state).toBe("DISABLED");
});

test("development has neither a network nor a log archive nor transfer acceleration", () => {
  const dev = all.get("aws-codebuild-dev") as StackJson;
  for (const type of ["aws_vpc", "aws_kinesis_firehose_delivery_stream", "aws_s3_bucket_accelerate_configuration"]) {
    expect(resources(dev, type)).toEqual([]);
  }
});
