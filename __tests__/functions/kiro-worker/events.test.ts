import type { Build } from "@aws-sdk/client-codebuild";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { handle } from "../../../functions/kiro-worker/events";
import { Metrics } from "../../../functions/kiro-worker/metrics";
import type { Records } from "../../../functions/kiro-worker/settle";
import { FakeCodeBuild } from "./fake-codebuild";
import { Tables } from "./tables";

const tables = new Tables();
let codebuild: FakeCodeBuild;
let published: { namespace: string; name: string; value: number; project?: string }[];
const project = { name: "kiro-worker-prod-worker", lockSeconds: 3600, revisions: true };

beforeAll(() => tables.start(), 300_000);
beforeEach(async () => {
  await tables.clean();
  codebuild = new FakeCodeBuild();
  published = [];
  for (const method of ["info", "warn"] as const) jest.spyOn(console, method).mockReturnValue();
});
afterAll(() => tables.stop());

const cloudwatch = {
  // biome-ignore lint/suspicious/noExplicitAny: the input of one command
  send: async ({ input }: any) => {
    for (const { MetricName, Value, Dimensions } of input.MetricData) {
      const [dimension] = Dimensions;
      published.push({
        namespace: input.Namespace,
        name: MetricName,
        value: Value,
        ...(dimension && { project: dimension.Value }),
      });
    }
  },
};
const take = (event: unknown, more: Partial<Records> = {}) =>
  handle(event, {
    workItems: tables.workItems,
    builds: codebuild.builds,
    metrics: new Metrics("kiro-worker/prod", cloudwatch as never),
    projects: { worker: project },
    ...more,
  });
const stateChange = (build: Build) => ({ source: "aws.codebuild", detail: { "build-id": build.arn } });
/** The numbers of all projects together. */
const numbers = () => Object.fromEntries(published.filter((it) => !it.project).map(({ name, value }) => [name, value]));

async function begin(claim = "claim-1"): Promise<Build> {
  await tables.workItems.add({ id: "one", project: "worker" });
  await tables.workItems.claim("one", claim, 3600);
  await codebuild.builds.start(project, { id: "one", project: "worker" }, claim);
  return codebuild.known[0] as Build;
}

test("a started build makes its item building, also if the poller could not record it", async () => {
  const build = await begin();
  expect(await take(stateChange(build))).toEqual({ statusCode: 200, body: { became: "building" } });
  expect(await tables.read("workItems", "one")).toMatchObject({ status: "building", build_id: build.id });
  expect(await tables.read("locks", "one")).toBeDefined();
});

test.each([
  ["SUCCEEDED", "succeeded"],
  ["FAILED", "failed"],
  ["STOPPED", "failed"],
  ["TIMED_OUT", "failed"],
  ["FAULT", "failed"],
] as const)("a build that %s makes its item %s and frees the lock", async (buildStatus, status) => {
  const build = codebuild.end(await begin(), buildStatus);
  expect(await take(stateChange(build))).toEqual({ statusCode: 200, body: { became: status } });
  expect(await tables.read("workItems", "one")).toMatchObject({ status, expires_at: tables.now + 30 * 86_400 });
  expect(await tables.read("locks", "one")).toBeUndefined();
});

test("an event that is delivered twice counts once", async () => {
  const build = codebuild.end(await begin(), "SUCCEEDED", { phases: [{ phaseType: "QUEUED", durationInSeconds: 7 }] });
  await take(stateChange(build));
  const before = published.length;
  expect(await take(stateChange(build))).toEqual({ statusCode: 200, body: { became: "known" } });
  expect(before).toBeGreaterThan(0);
  expect(published).toHaveLength(before);
});

test("another build that names the item does not end it", async () => {
  const build = await begin();
  await take(stateChange(build));
  await codebuild.builds.start(project, { id: "one", project: "worker" }, "by-hand");
  const other = codebuild.end(codebuild.known[1], "FAILED");
  expect(await take(stateChange(other))).toEqual({ statusCode: 200, body: { became: "known" } });
  expect(await tables.read("workItems", "one")).toMatchObject({ status: "building", build_id: build.id });
  expect(await tables.read("locks", "one")).toBeDefined();
});

test("queue, clone, tests, coverage and pull request of a build are metrics, of all projects and of its own", async () => {
  codebuild.reports = [
    {
      type: "TEST",
      testSummary: { total: 20, statusCounts: { SUCCEEDED: 17, FAILED: 2, ERROR: 1 }, durationInNanoSeconds: 1 },
    },
    { type: "CODE_COVERAGE", codeCoverageSummary: { lineCoveragePercentage: 84.5 } },
  ];
  const build = codebuild.end(await begin(), "SUCCEEDED", {
    reportArns: ["arn:aws:codebuild:us-east-1:111111111111:report/kiro-worker-prod-worker-tests:1"],
    phases: [
      { phaseType: "QUEUED", durationInSeconds: 7 },
      { phaseType: "DOWNLOAD_SOURCE", phaseStatus: "SUCCEEDED" },
    ],
    exportedEnvironmentVariables: [{ name: "PULL_REQUEST", value: "https://github.com/example/app/pull/1" }],
  });
  await take(stateChange(build));
  const all = {
    QueueTime: 7,
    GitFailures: 0,
    TestsRun: 20,
    TestsFailed: 3,
    Coverage: 84.5,
    PullRequests: 1,
    PullRequestsOpened: 1,
  };
  expect(numbers()).toEqual(all);
  expect(published.filter((it) => it.project === "worker")).toHaveLength(Object.keys(all).length);
  expect(new Set(published.map(({ namespace }) => namespace))).toEqual(new Set(["kiro-worker/prod"]));
});

test("a failed clone counts as a Git failure, an empty pull request as one that was not opened", async () => {
  const build = codebuild.end(await begin(), "FAILED", {
    phases: [{ phaseType: "DOWNLOAD_SOURCE", phaseStatus: "FAILED" }],
    exportedEnvironmentVariables: [{ name: "PULL_REQUEST", value: "" }],
  });
  await take(stateChange(build));
  expect(numbers()).toEqual({ GitFailures: 1, PullRequests: 1, PullRequestsOpened: 0 });
});

test("an end that CodeBuild does not show yet is an error, so that the event comes again", async () => {
  const build = await begin();
  const event = { source: "aws.codebuild", detail: { "build-id": build.arn, "build-status": "SUCCEEDED" } };
  await expect(take(event)).rejects.toThrow("the event says SUCCEEDED, CodeBuild does not show it yet");
  codebuild.end(build, "SUCCEEDED");
  expect(await take(event)).toEqual({ statusCode: 200, body: { became: "succeeded" } });
});

test("a build without a claim that names an item is none of the item's", async () => {
  await tables.workItems.add({ id: "one", project: "worker" });
  await tables.workItems.claim("one", "claim-1", 3600);
  await codebuild.builds.start(project, { id: "one", project: "worker" }, "");
  await take(stateChange(codebuild.known[0] as Build));
  expect(await tables.read("workItems", "one")).toMatchObject({ status: "starting" });
  await take(stateChange(codebuild.end(codebuild.known[0], "SUCCEEDED")));
  expect(await tables.read("workItems", "one")).toMatchObject({ status: "starting" });
});

test("an end that meets another write is an error, not known already", async () => {
  const build = codebuild.end(await begin(), "SUCCEEDED");
  const conflict = new TransactionCanceledException({
    $metadata: {},
    message: "conflict",
    CancellationReasons: [{ Code: "None" }, { Code: "TransactionConflict" }],
  });
  const workItems = tables.through(() => ({ send: () => Promise.reject(conflict) }) as never);
  await expect(take(stateChange(build), { workItems })).rejects.toThrow("conflict");
});

test("a build without changes does not count for pull requests", async () => {
  const exportedEnvironmentVariables = [{ name: "PULL_REQUEST", value: "none" }];
  await take(stateChange(codebuild.end(await begin(), "SUCCEEDED", { exportedEnvironmentVariables })));
  expect(published).toEqual([]);
});

test("a build that was started by hand has metrics, and no item", async () => {
  const id = "kiro-worker-prod-worker:9";
  const build: Build = {
    id,
    arn: `arn:aws:codebuild:us-east-1:111111111111:build/${id}`,
    projectName: "kiro-worker-prod-worker",
    buildStatus: "SUCCEEDED",
    phases: [{ phaseType: "QUEUED", durationInSeconds: 1 }],
  };
  codebuild.known.push(build);
  expect(await take(stateChange(build))).toEqual({ statusCode: 200, body: { became: "succeeded" } });
  expect(numbers()).toEqual({ QueueTime: 1 });
  expect(await tables.ids("succeeded")).toEqual([]);
});

test("a denied read of a secret is counted", async () => {
  const detail = {
    errorCode: "AccessDenied",
    eventName: "GetSecretValue",
    userIdentity: { arn: "arn:aws:iam::1:role/x" },
  };
  expect(await take({ source: "aws.secretsmanager", detail })).toMatchObject({ statusCode: 200 });
  expect(numbers()).toEqual({ SecretAccessDenied: 1 });
});

test.each([
  [undefined, "expected an event of EventBridge with a detail"],
  [{ source: "aws.codebuild" }, "expected an event of EventBridge with a detail"],
  [{ source: "aws.ec2", detail: {} }, "source: expected aws.codebuild or aws.secretsmanager"],
  [{ source: "aws.secretsmanager", detail: {} }, "detail.errorCode: expected AccessDenied"],
  [{ source: "aws.codebuild", detail: { "build-id": "one" } }, "detail.build-id: expected the ARN of a build"],
  [
    { source: "aws.codebuild", detail: { "build-id": "arn:aws:codebuild:us-east-1:111111111111:build/other:1" } },
    "detail.build-id: CodeBuild knows no such build",
  ],
])("%j is refused, and changes and publishes nothing", async (event, reason) => {
  await begin();
  expect(await take(event)).toEqual({ statusCode: 400, body: { reasons: [reason] } });
  expect(await tables.read("workItems", "one")).toMatchObject({ status: "starting" });
  expect(published).toEqual([]);
});
