import { hostname } from "node:os";
import { StackView } from "../../../operator/preflight/look/stack-view";
import { type StatusAccount, statusAccounts } from "../../../operator/status/aws/status-account";
import type { StatusFinding } from "../../../operator/status/finding";
import { deployedIn } from "../../../operator/status/state/deployed";
import { driftFindings } from "../../../operator/status/state/drift";
import { foreignFindings } from "../../../operator/status/state/foreign";
import { hcpReleases, hcpStacks, notInHcp } from "../../../operator/status/state/hcp";
import { lockFindings } from "../../../operator/status/state/locks";
import { releaseFindings } from "../../../operator/status/state/releases";
import { type BucketPlace, bucketPlaces } from "../../../operator/status/state/state-place";
import { caller, fakeAws, type Reply, refusal } from "../preflight/fake-cloud";
import { account, awsStack, region } from "../preflight/stacks";
import { plan as released } from "../release/log/plan";

const fake = fakeAws();

const at = new Date("2026-11-30T06:00:00Z");
const stack = awsStack("aws-x", {}, { output: { release_target: { value: 1 } } });
const place = () => bucketPlaces([stack])[0] as BucketPlace;

const list = (...objects: [key: string, bytes: number][]): Reply => ({
  body: `<ListBucketResult>${objects
    .map(
      ([key, bytes]) =>
        `<Contents><Key>${key}</Key><Size>${bytes}</Size><LastModified>2026-11-29T18:02:00.000Z</LastModified></Contents>`,
    )
    .join("")}</ListBucketResult>`,
});
const noKey: Reply = { status: 404, body: "<Error><Code>NoSuchKey</Code></Error>" };
const noBucket: Reply = { status: 404, body: "<Error><Code>NoSuchBucket</Code></Error>" };
const refused: Reply = { status: 403, body: "<Error><Code>AccessDenied</Code><Message>no</Message></Error>" };
const short = (findings: readonly StatusFinding[]) =>
  findings.map(({ level, subject, detail, command }) => [level, subject, detail, command].filter(Boolean));

test.each<[string, Record<string, Reply>, string, string]>([
  ["is deployed", { "GET /states": list(["aws-x", 90_000]) }, "deployed", "state saved 2026-11-29 18:02"],
  ["was never deployed", { "GET /states": list() }, "never", "never deployed"],
  ["has no bucket yet", { "GET /states": noBucket }, "never", "never deployed"],
  [
    "was destroyed",
    { "GET /states": list(["aws-x", 200]), "GET /states/aws-x": { body: '{"resources":[]}' } },
    "destroyed",
    "destroyed on 2026-11-29 18:02",
  ],
  ["cannot be seen", { "GET /states": refused }, "unseen", "not allowed: no"],
])("a stack that %s", async (_, answers, is, detail) => {
  fake.answer(answers);
  expect(await deployedIn(place())).toMatchObject([{ is, finding: { topic: "stacks", detail } }]);
});

test("a state that no file names is listed with what is known of who made it; folders and locks are none", async () => {
  const text = JSON.stringify({
    terraform_version: "1.11.4",
    resources: [{ instances: [{ attributes: { tags_all: { Owner: "team-a", System: "shop" } } }] }],
  });
  fake.answer({
    "GET /states": list(["aws-x", 9e4], ["aws-gone", 9e4], ["aws-x.tflock", 9], ["empty", 10]),
    "GET /states/aws-gone": { body: text },
    "GET /states/empty": { body: '{"resources":[]}' },
  });
  expect(short(await foreignFindings(place(), ["aws-x"]))).toEqual([
    [
      "due",
      "aws-gone",
      "no file of the project names this stack, and its state has 1 resource; saved last 2026-11-29 18:02, System shop, Owner team-a, Terraform 1.11.4. Put its block back as it was, then destroy it",
      "npm run destroy -- aws-gone",
    ],
    [
      "due",
      "empty",
      "an empty state of no stack of the project; saved last 2026-11-29 18:02",
      `aws dynamodb delete-item --table-name locks --key '{"LockID":{"S":"states/empty-md5"}}' --region us-east-1 && ` +
        "aws s3api delete-object --bucket states --key empty --region us-east-1",
    ],
  ]);
  expect(short(await foreignFindings(place(), undefined))[0]?.[0]).toBe("none");
});

test("without a lock table a state has no checksum to delete", async () => {
  fake.answer({ "GET /states": list(["empty", 10]), "GET /states/empty": { body: '{"resources":[]}' } });
  const { dynamodb_table: _, ...s3 } = stack.backend.settings;
  const [of] = bucketPlaces([awsStack("aws-x", {}, { terraform: { backend: { s3 } } })]);
  const [one] = await foreignFindings(of as BucketPlace, ["aws-x"]);
  expect(one?.command).toBe("aws s3api delete-object --bucket states --key empty --region us-east-1");
});

const record = (more: object): Reply => ({
  body: JSON.stringify({
    stack: "aws-x",
    at: "2026-11-30T03:00:00.000Z",
    commit: "abc",
    status: "none",
    found: 0,
    summary: [],
    ...more,
  }),
});
test.each<[string, Reply, string, RegExp, string?]>([
  ["none", record({}), "ok", /^none \(looked 2026-11-30 03:00\)$/],
  [
    "some",
    record({ status: "drift", found: 2, summary: ["a differs", "b is gone"] }),
    "due",
    /^2 resources differ .*: a differs and 1 more$/,
    "npm run drift -- aws-x",
  ],
  [
    "a failure",
    record({ status: "failed", summary: ["no credentials"] }),
    "due",
    /could not be compared .*: no credentials$/,
    "npm run drift -- aws-x --record",
  ],
  [
    "an old record",
    record({ at: "2026-11-29T03:00:00.000Z" }),
    "due",
    /older than 26 hours/,
    "npm run drift -- aws-x --record",
  ],
  ["no record", noKey, "due", /^no record/, "npm run drift -- aws-x --record"],
])("drift: %s", async (...[, answer, level, detail, command]) => {
  fake.answer({ "GET /states/drift/aws-x.json": answer });
  const [one] = await driftFindings(place(), [stack], at);
  expect(one).toMatchObject({ level, detail: expect.stringMatching(detail) });
  expect(one?.command).toBe(command);
});

const lock = (Who: string, Created: string): Reply => ({
  body: {
    Responses: {
      locks: [
        {
          LockID: { S: "states/aws-x" },
          Info: { S: JSON.stringify({ ID: "l-1", Operation: "OperationTypeApply", Who, Created }) },
        },
      ],
    },
  },
});
test.each<[string, Reply, string, RegExp, string?]>([
  ["none", { body: { Responses: {} } }, "ok", /^no state is locked$/],
  [
    "one that was just taken elsewhere",
    lock("ann@elsewhere", "2026-11-30T05:50:00Z"),
    "ok",
    /^locked by ann@elsewhere since .*operation apply/,
  ],
  [
    "one that is held for long",
    lock("ann@elsewhere", "2026-11-30T01:00:00Z"),
    "now",
    /\(5h00m\).*look there first$/,
    "npm run unlock -- aws-x --id l-1",
  ],
  [
    "one of this machine whose process is gone",
    lock(`ann@${hostname()}`, "2026-11-30T05:59:00Z"),
    "now",
    /./,
    "npm run unlock -- aws-x --id l-1",
  ],
])("a lock: %s", async (...[, answer, level, detail, command]) => {
  fake.answer({ "GET /states": list(["aws-x", 9e4]), BatchGetItem: answer });
  const [one, ...others] = await lockFindings(place(), at);
  expect(others).toEqual([]);
  // Another user's Terraform on this machine may hide whether the holder is gone.
  if (detail.source !== ".") expect(one).toMatchObject({ level, detail: expect.stringMatching(detail) });
  if (detail.source !== ".") expect(one?.command).toBe(command);
  expect(one?.detail).toMatch(level === "ok" && !command ? /./ : /l-1/);
});

test.each<[string, Reply, string, string, string?]>([
  ["not there yet", list(), "ok", "no state is locked"],
  ["not there yet, as its bucket", noBucket, "ok", "no state is locked"],
  [
    "gone",
    list(["aws-x", 9e4]),
    "now",
    "the lock table is not there, so that no state can be locked and nothing deployed",
    "npm run bootstrap -- prod",
  ],
])("a lock table that is %s", async (...[, bucket, ...expected]) => {
  fake.answer({ "GET /states": bucket, BatchGetItem: refusal("ResourceNotFoundException") });
  const s3 = { ...stack.backend.settings, dynamodb_table: "multicloud-prod-locks" };
  const [of] = bucketPlaces([awsStack("aws-x", {}, { terraform: { backend: { s3 } } })]);
  const [level, detail, command] = expected;
  const found = short(await lockFindings(of as BucketPlace, at));
  expect(found).toEqual([[level, "table multicloud-prod-locks", detail, command].filter(Boolean)]);
});

describe("locks in the bucket (use_lockfile)", () => {
  const s3 = { bucket: "states", key: "aws-x", region, use_lockfile: true, allowed_account_ids: [account] };
  const inBucket = (more: object = {}) => {
    const locked = awsStack("aws-x", {}, { terraform: { backend: { s3: { ...s3, ...more } } } });
    return bucketPlaces([locked])[0] as BucketPlace;
  };
  const written = (Who: string, Created: string): Reply => ({
    body: JSON.stringify({ ID: "l-2", Operation: "OperationTypeApply", Who, Created }),
  });

  test.each<[string, [string, number][], Reply | undefined, string, RegExp, string?]>([
    ["none", [["aws-x", 9e4]], undefined, "ok", /^no state is locked$/],
    ["another stack's", [["aws-y.tflock", 200]], undefined, "ok", /^no state is locked$/],
    [
      "one that was just taken",
      [["aws-x.tflock", 200]],
      written("ann@elsewhere", "2026-11-30T05:50:00Z"),
      "ok",
      /^locked by ann@elsewhere since .*operation apply, id l-2/,
    ],
    [
      "one that is held for long",
      [["aws-x.tflock", 200]],
      written("ann@elsewhere", "2026-11-30T01:00:00Z"),
      "now",
      /\(5h00m\).*look there first$/,
      "npm run unlock -- aws-x --id l-2",
    ],
    ["one that may not be read", [["aws-x.tflock", 200]], refused, "unknown", /^not allowed: no$/],
  ])("%s, without a lock table", async (...[, objects, object, level, detail, command]) => {
    fake.answer({ "GET /states": list(...objects), ...(object && { "GET /states/aws-x.tflock": object }) });
    const found = await lockFindings(inBucket(), at);
    expect(found).toMatchObject([{ topic: "locks", level, detail: expect.stringMatching(detail) }]);
    expect(found[0]?.command).toBe(command);
    expect(fake.calls).not.toContain("BatchGetItem");
  });

  test("a lock of each kind, as while a project moves from one to the other", async () => {
    fake.answer({
      "GET /states": list(["aws-x.tflock", 200]),
      "GET /states/aws-x.tflock": written("ann@elsewhere", "2026-11-30T05:50:00Z"),
      BatchGetItem: lock("jo@elsewhere", "2026-11-30T05:50:00Z"),
    });
    const found = await lockFindings(inBucket({ dynamodb_table: "locks" }), at);
    expect(found.map(({ detail }) => / id (l-\d)/.exec(detail)?.[1])).toEqual(["l-2", "l-1"]);
  });
});

test("a lock that is no JSON is held all the same, and is freed without an id", async () => {
  const Responses = { locks: [{ LockID: { S: "states/aws-x" }, Info: { S: "taken by hand" } }] };
  fake.answer({ "GET /states": list(["aws-x", 9e4]), BatchGetItem: { body: { Responses } } });
  const [one] = await lockFindings(place(), at);
  expect(one).toMatchObject({ level: "now", command: "npm run unlock -- aws-x" });
  expect(one?.detail).toMatch(/^locked by unknown since unknown, operation unknown, id unknown; /);
});

const plan = { ...released, build: "2", fromBuild: "1" };
const entry = (n: number, until: string, body: object) =>
  JSON.stringify({
    version: 1,
    n,
    at: "2026-11-30T05:00:00.000Z",
    until,
    by: { who: "ann", host: "elsewhere", token: "t" },
    ...body,
  });
const summary = {
  id: "000001",
  kind: "release",
  status: "completed",
  build: "2",
  fromBuild: "1",
  who: "ann",
  host: "h",
  strategy: "canary",
  started: "2026-11-30T05:00:00.000Z",
  ended: "2026-11-30T05:30:00.000Z",
  phases: [],
  figures: [],
  despite: [],
  waived: {},
};
const folder = "/states/releases/aws-x/";

function logOf(...entries: string[]) {
  const names = entries.map((_, at) => `000${at + 1}.json`);
  const inner = (prefix: string) => names.map((name) => `<Contents><Key>${prefix}${name}</Key></Contents>`).join("");
  const listed = ({ url }: { url: string }): Reply => {
    const prefix = new URL(url, "http://x").searchParams.get("prefix") ?? "";
    const folders = `<CommonPrefixes><Prefix>releases/aws-x/000001/</Prefix></CommonPrefixes>`;
    return {
      body: `<ListBucketResult>${prefix.endsWith("000001/") ? inner(prefix) : entries.length > 0 ? folders : ""}</ListBucketResult>`,
    };
  };
  return {
    "GET /states": listed,
    ...Object.fromEntries(entries.map((body, at) => [`GET ${folder}000001/${names[at]}`, { body }])),
  };
}

const claimed = (until: string) => entry(1, until, { type: "claim", plan });
const ended = (more: object) => [
  claimed("2026-11-30T05:01:00.000Z"),
  entry(2, "2026-11-30T05:31:00.000Z", { type: "final", summary: { ...summary, ...more } }),
];
const kept = { keptUntil: "2026-11-30T05:45:00.000Z" };
const stateWith = (minimum: number) => ({
  "GET /states/aws-x": {
    body: JSON.stringify({ outputs: { release: { value: { api_next_minimum: { value: minimum } } } } }),
  },
});

test.each<[string, object, string, RegExp, string?]>([
  ["that never was", logOf(), "ok", /^never released$/],
  [
    "that someone watches",
    logOf(claimed("2026-11-30T06:10:00.000Z")),
    "ok",
    /1 → 2.* run by ann on elsewhere until 2026-11-30 06:10$/,
    "npm run release -- aws-x --status",
  ],
  [
    "whose operator is gone",
    logOf(claimed("2026-11-30T05:01:00.000Z")),
    "now",
    /it is unwatched$/,
    "npm run release -- aws-x --abort",
  ],
  ["that completed", logOf(...ended({})), "ok", /^release 000001 completed: 2, 2026-11-30 05:30 by ann$/],
  [
    "that failed",
    logOf(...ended({ status: "failed", reason: "errors 12 %" })),
    "due",
    /failed: .*: errors 12 %$/,
    "npm run releases -- aws-x",
  ],
  [
    "that needs a hand",
    logOf(...ended({ status: "failed", manual: "aws elbv2 modify-rule" })),
    "now",
    /by hand: aws elbv2 modify-rule$/,
    "npm run release -- aws-x --status",
  ],
  [
    "whose old side still runs",
    { ...logOf(...ended(kept)), ...stateWith(2) },
    "due",
    /the old side still runs/,
    "npm run release -- aws-x --abort",
  ],
  ["whose old side was stopped", { ...logOf(...ended(kept)), ...stateWith(0) }, "ok", /completed/],
])("a release %s", async (...[, answers, level, detail, command]) => {
  fake.answer(answers as Record<string, Reply>);
  const [one] = await releaseFindings(place(), [stack], at);
  expect(one).toMatchObject({ level, detail: expect.stringMatching(detail) });
  expect(one?.command).toBe(command);
});

test("states and locks in HCP Terraform, with one sign-in for each host", async () => {
  const view = (id: string) =>
    new StackView(
      id,
      JSON.stringify({ terraform: { cloud: { hostname: "h", organization: "o", workspaces: { name: id } } } }),
    );
  const workspaces: Record<string, object> = {
    "organizations/o/workspaces/a": {
      id: "1",
      attributes: { "resource-count": 3, locked: true },
      relationships: { "locked-by": { data: { id: "user-1", type: "users" } } },
    },
    "organizations/o/workspaces/b": {
      id: "2",
      attributes: { "resource-count": 3, locked: true },
      relationships: { "locked-by": { data: { id: "run-1", type: "runs" } } },
    },
    "organizations/o/workspaces/c": { id: "3", attributes: { "resource-count": 0 } },
    "organizations/o": { id: "o", attributes: {} },
  };
  let signIns = 0;
  const connect = async () => ({
    get: async (path: string) => workspaces[path] as never,
    list: async () => [],
    n: signIns++,
  });
  const found = await hcpStacks(["a", "b", "c", "d"].map(view), {}, connect);
  expect(found.map(({ is }) => is)).toEqual(["deployed", "deployed", "never", "unseen"]);
  const because = "is not there, or the token may not see it";
  expect(short(found[3]?.findings ?? [])).toEqual([
    ["unknown", `the workspace d of o ${because}; the first deploy makes it`, "npm run deploy -- d"],
  ]);
  const locks = found.flatMap(({ findings }) => findings).filter(({ topic }) => topic === "locks");
  expect(locks.map(({ level, command }) => [level, command])).toEqual([
    ["due", "npm run unlock -- a"],
    ["ok", undefined],
    ["ok", undefined],
  ]);
  expect(signIns).toBe(1);
  const none = await hcpStacks([view("a")], {}, async () => ({ get: async () => undefined, list: async () => [] }));
  expect(none.map(({ is, findings }) => [is, short(findings)])).toEqual([
    ["unseen", [["unknown", `the organization o ${because}`]]],
  ]);
  const closed = await hcpStacks([view("a")], {}, async () =>
    Promise.reject(new Error("expected a token, found none")),
  );
  expect(closed[0]).toMatchObject({
    is: "unseen",
    findings: [{ level: "unknown", detail: "expected a token, found none" }],
  });
});

describe("releases with the state in HCP Terraform", () => {
  const cloud = { hostname: "h", organization: "o", workspaces: { name: "aws-x" } };
  const released = (target?: object) =>
    awsStack("aws-x", {}, { terraform: { cloud }, output: target && { release_target: { value: target } } });
  const minimum = (value: number) => [
    { id: "wsout-1", attributes: { name: "release", value: { api_next_minimum: { value } } } },
  ];
  const lists: string[] = [];

  async function found(view: StackView, answers: object, outputs: object[] = []) {
    lists.length = 0;
    fake.answer({ GetCallerIdentity: caller(account), ...(answers as Record<string, Reply>) });
    const hcp = await hcpStacks([view], {}, async () => ({
      get: async () => ({ id: "ws-1", attributes: { "resource-count": 3 } }),
      list: async (path: string) => {
        lists.push(path);
        return outputs as never;
      },
    }));
    const [of] = statusAccounts([view], false) as [StatusAccount];
    await of.signIn();
    return hcpReleases(of, hcp, at);
  }
  const inLogs = (answers: object) =>
    Object.fromEntries(Object.entries(answers).map(([call, reply]) => [call.replace("/states", "/logs"), reply]));

  test.each<[string, object, object[], string, RegExp]>([
    ["never was", inLogs(logOf()), [], "ok", /^never released$/],
    ["is unwatched", inLogs(logOf(claimed("2026-11-30T05:01:00.000Z"))), [], "now", /it is unwatched$/],
    ["left its old side", inLogs(logOf(...ended(kept))), minimum(2), "due", /the old side still runs/],
    ["stopped its old side", inLogs(logOf(...ended(kept))), minimum(0), "ok", /completed/],
    ["may not be read", { "GET /logs": refused }, [], "unknown", /^not allowed: no$/],
  ])("one that %s, by the log in the bucket that the settings name", async (_, answers, outputs, level, detail) => {
    const findings = await found(released({ log_bucket: "logs" }), answers, outputs);
    expect(findings).toMatchObject([
      { topic: "releases", level, stacks: ["aws-x"], subject: "", detail: expect.stringMatching(detail) },
    ]);
    expect(lists).toEqual(
      outputs.length > 0 ? ["workspaces/ws-1/current-state-version-outputs?page%5Bsize%5D=100"] : [],
    );
  });

  test("without such a bucket there are none, and without a target it is no question", async () => {
    expect(await found(released({}), {})).toEqual([]);
    const topics = (view: StackView) => notInHcp(view).map(({ topic }) => topic);
    expect(topics(released({}))).toEqual(["drift", "states", "releases"]);
    expect(topics(released({ log_bucket: "logs" }))).toEqual(["drift", "states"]);
    expect(topics(released())).toEqual(["drift", "states"]);
    expect(notInHcp(released({}))[2]?.detail).toMatch(/release\.log_bucket names no bucket/);
  });
});
