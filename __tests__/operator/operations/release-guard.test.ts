import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deployStacks } from "../../../operator/operations/deploy";
import { destroyStacks } from "../../../operator/operations/destroy";
import { planStacks } from "../../../operator/operations/plan-stacks";
import { type ProgressEvent, silent } from "../../../operator/progress/progress";
import { FakeCloud, type Reply } from "../preflight/fake-cloud";
import { plan } from "../release/log/plan";
import { FakeTerraform, planned } from "./fake-terraform";

/** A release in the log of a stack on ECS; the cloud and Terraform are fakes. */

const id = "aws-x";
const values = {
  image: "app:2",
  next_image: "app:1",
  next_percent: 0,
  live: "green",
  probe: "",
  live_minimum: 2,
  next_minimum: 2,
};
const service = {
  blue: { service: "api", target_group: "arn:blue", alarms: [] },
  green: { service: "api-green", target_group: "arn:green", alarms: [] },
  values: Object.fromEntries(Object.keys(values).map((name) => [name, name])),
  listener_rules: ["arn:rule"],
  paths: [],
  replicas: { minimum: 2, maximum: 4 },
};
const target = {
  platform: "ecs",
  region: "eu-west-1",
  cluster: "c",
  services: { api: service },
  components: {},
  tasks: {},
  alarms: [],
};
const outputs = {
  release: { value: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])) },
  release_target: { value: target },
};

/** As S3 refuses: its answer has no envelope. */
const s3Refusal = (code: string, status = 404): Reply => ({
  status,
  body: `<Error><Code>${code}</Code><Message>${code} of the fake</Message></Error>`,
});

let terraform: FakeTerraform;
let aws: FakeCloud;
const environment = { ...process.env };
const notes: string[] = [];
const progress = {
  ...silent,
  report: (event: ProgressEvent) => void (event.type === "note" && notes.push(event.text)),
};

beforeAll(async () => {
  aws = await new FakeCloud().start();
  aws.useForAws();
});
afterAll(() => {
  process.env = environment;
  aws.stop();
});
beforeEach(() => {
  notes.length = 0;
  terraform = new FakeTerraform();
  terraform.stack(id);
  const file = join(terraform.source, "stacks", id, "cdk.tf.json");
  const json = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(
    file,
    JSON.stringify({
      ...json,
      terraform: { backend: { s3: { bucket: "states", key: "x", region: "eu-west-1", use_path_style: true } } },
      provider: { aws: [{ region: "eu-west-1", allowed_account_ids: ["111111111111"] }] },
      variable: Object.fromEntries(Object.keys(values).map((name) => [name, {}])),
      resource: {
        terraform_data: Object.fromEntries(
          Object.entries(values).map(([name, value]) => [name, { triggers_replace: [value] }]),
        ),
      },
      output: { release: {}, release_target: {} },
    }),
  );
  terraform.reacts({
    plan: { exit: 2, out: [planned("terraform_data.next_minimum", "replace")] },
    show: { out: [{ resource_changes: [] }] },
    output: { out: [outputs] },
  });
});
afterEach(() => terraform.remove());

const by = { who: "ann@desk", host: "desk", token: "t" };
const entry = (n: number, body: object, until: string) => ({
  version: 1,
  n,
  at: "2026-11-29T10:00:00.000Z",
  until,
  by,
  ...body,
});
const summary = (more: object) => ({
  id: "000001",
  kind: "release",
  status: "completed",
  build: "app:2",
  fromBuild: "app:1",
  who: "ann@desk",
  host: "desk",
  strategy: "blue_green",
  started: "2026-11-29T10:00:00.000Z",
  phases: [],
  figures: [],
  despite: [],
  waived: {},
  ...more,
});

/** The log of one release in the bucket. */
function logged(...bodies: object[]): Record<string, Reply | ((request: { url: string }) => Reply)> {
  const entries = bodies.map((body, index) => entry(index + 1, body, "2026-11-29T10:01:00.000Z"));
  const folder = `releases/${id}/000001/`;
  const keys = entries.map(({ n }) => `<Contents><Key>${folder}${String(n).padStart(4, "0")}.json</Key></Contents>`);
  const list = ({ url }: { url: string }): Reply => ({
    body: url.includes("000001")
      ? `<ListBucketResult>${keys.join("")}</ListBucketResult>`
      : `<ListBucketResult><CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes></ListBucketResult>`,
  });
  const objects = entries.map((of) => [
    `GET /states/${folder}${String(of.n).padStart(4, "0")}.json`,
    { body: JSON.stringify(of) },
  ]);
  return { "GET /states": list, ...Object.fromEntries(objects) };
}

const run = (operation: typeof deployStacks) =>
  operation([id], {
    source: terraform.source,
    root: terraform.root,
    env: () => terraform.env,
    progress,
    approve: async () => true,
    wait: false,
  });

test.each([
  ["deploy", deployStacks],
  ["destroy", destroyStacks],
] as const)("%s is refused while a release was left, and says what to do", async (_, operation) => {
  aws.answer(logged({ type: "claim", plan }));
  const [result] = await run(operation as typeof deployStacks);
  expect(result?.status).toBe("failed");
  expect(result?.error).toMatch(
    /release 000001 of aws-x \(app:2\) was left by its operator.*npm run release -- aws-x --abort/,
  );
  expect(terraform.commands()).not.toContain("plan");
});

test("a plan is made while a release has no end, and says so", async () => {
  aws.answer(logged({ type: "claim", plan }));
  const { source, root } = terraform;
  const [result] = await planStacks([id], { source, root, env: () => terraform.env, progress });
  expect(result?.status).toBe("planned");
  expect(notes).toContain(
    "release 000001 of aws-x (app:2) has no end yet: deploy and destroy are refused until then. See it with npm run release -- aws-x --status",
  );
});

test("with the state in HCP Terraform the same is read in the bucket that release.log_bucket names", async () => {
  const file = join(terraform.source, "stacks", id, "cdk.tf.json");
  const json = JSON.parse(readFileSync(file, "utf8"));
  const cloud = { organization: "acme", workspaces: { name: id } };
  const inHcp = (value: object) => writeFileSync(file, JSON.stringify({ ...json, terraform: { cloud }, ...value }));
  json.provider.aws[0].s3_use_path_style = true;
  aws.answer(logged({ type: "claim", plan }));
  inHcp({ output: { release: {}, release_target: { value: { log_bucket: "states" } } } });
  expect((await run(deployStacks))[0]?.error).toMatch(/release 000001 of aws-x \(app:2\) was left by its operator/);
  aws.answer({});
  inHcp({});
  expect((await run(deployStacks))[0]?.status).toBe("deployed");
  expect(aws.calls).toEqual([]);
});

test("a deploy goes on when the last release has ended and its old side is kept", async () => {
  const keptUntil = new Date(Date.now() + 600_000).toISOString();
  aws.answer(logged({ type: "claim", plan }, { type: "final", summary: summary({ keptUntil }) }));
  const [result] = await run(deployStacks);
  expect(result?.error).toBeUndefined();
  expect(result?.status).toBe("deployed");
});

test("a deploy stops an old side that need not be kept any more, and records it", async () => {
  const rule = `<DescribeRulesResponse><DescribeRulesResult><Rules><member><RuleArn>arn:rule</RuleArn></member></Rules></DescribeRulesResult></DescribeRulesResponse>`;
  aws.answer({
    ...logged({ type: "claim", plan }, { type: "final", summary: summary({ keptUntil: "2026-11-29T10:15:00.000Z" }) }),
    DescribeRules: { body: rule },
    [`PUT /states/releases/${id}/000001/0003.json`]: {},
  });
  const [result] = await run(deployStacks);
  expect(result?.error).toBeUndefined();
  expect(notes.join("\n")).toContain("aws-x: app:1 was stopped; it was kept since release 000001");
  const idle = terraform.calls().find((call) => call.startsWith("plan") && call.includes("-var=next_minimum=0"));
  expect(idle).toContain("-replace=terraform_data.next_minimum");
  expect(aws.calls).toContain(`PUT /states/releases/${id}/000001/0003.json`);
});

test("a deploy of a plan that was made before stops no old side: it would make that plan stale", async () => {
  aws.answer(
    logged({ type: "claim", plan }, { type: "final", summary: summary({ keptUntil: "2026-11-29T10:15:00.000Z" }) }),
  );
  const { source, root } = terraform;
  await planStacks([id], { source, root, env: () => terraform.env, progress });
  const [result] = await run((ids, options) => deployStacks(ids, { ...options, planned: true }));
  expect(result?.error).toBeUndefined();
  expect(result?.status).toBe("deployed");
  expect(terraform.commands().filter((command) => command === "plan")).toHaveLength(1);
});

test.each([
  ["no release", { body: "<ListBucketResult/>" }],
  ["no bucket yet", s3Refusal("NoSuchBucket")],
])("%s stops no deploy", async (_, answer) => {
  aws.answer({ "GET /states": answer });
  const [result] = await run(deployStacks);
  expect(result?.error).toBeUndefined();
  expect(result?.status).toBe("deployed");
  expect(notes.join("\n")).not.toContain("could not be seen");
});

describe("where the log cannot be read", () => {
  const refused = { "GET /states": s3Refusal("AccessDenied", 403) };
  const runUnseen = (operation: typeof deployStacks) =>
    run((ids, options) => operation(ids, { ...options, releaseUnseen: true }));

  test.each([
    ["deploy", "a right that is missing", deployStacks, refused, "AccessDenied of the fake"],
    ["destroy", "a right that is missing", destroyStacks, refused, "AccessDenied of the fake"],
    ["deploy", "a bucket that does not answer", deployStacks, { "GET /states": { status: 503 } }, ""],
    [
      "deploy",
      "credentials that ended",
      deployStacks,
      { "GET /states": s3Refusal("ExpiredToken", 400) },
      "ExpiredToken of the fake",
    ],
  ] as const)("%s is refused by %s, with the way on", async (command, _, operation, answers, why) => {
    aws.answer(answers);
    const [result] = await run(operation as typeof deployStacks);
    expect(result?.status).toBe("failed");
    expect(result?.error).toContain(`${command} is refused: whether a release of aws-x runs cannot be seen`);
    expect(result?.error).toContain(why);
    expect(result?.error).toContain("may list and read releases/aws-x/ in its bucket (s3:ListBucket, s3:GetObject)");
    expect(result?.error).toMatch(new RegExp(`npm run ${command} -- aws-x --release-unseen$`));
    expect(terraform.commands()).not.toContain("plan");
  });

  test("who knows that none runs goes on, which is said", async () => {
    aws.answer(refused);
    expect((await runUnseen(deployStacks))[0]).toMatchObject({ status: "deployed" });
    expect(notes.join("\n")).toContain(
      "whether a release runs could not be seen: AccessDenied of the fake. By the state",
    );
  });

  test("but not while users are divided by the state", async () => {
    aws.answer(refused);
    terraform.reacts({
      output: { out: [{ ...outputs, release: { value: { ...outputs.release.value, next_percent: { value: 25 } } } }] },
    });
    const [result] = await runUnseen(deployStacks);
    expect(result?.error).toMatch(/a release of aws-x has no end yet: next_percent is 25, expected 0/);
    expect(terraform.commands()).not.toContain("plan");
  });

  test("a stack that was never deployed has nothing that a release could shift", async () => {
    aws.answer(refused);
    terraform.reacts({ plan: { exit: 2, out: [planned("aws_vpc.x", "create")] } });
    expect((await run(deployStacks))[0]).toMatchObject({ status: "deployed" });
    expect(notes.join("\n")).not.toContain("could not be seen");
  });
});
