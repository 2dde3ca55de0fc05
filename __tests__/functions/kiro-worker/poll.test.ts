import { randomUUID } from "node:crypto";
import { AccountLimitExceededException, InvalidInputException } from "@aws-sdk/client-codebuild";
import { Metrics } from "../../../functions/kiro-worker/metrics";
import { type Poller, poll } from "../../../functions/kiro-worker/poll";
import { settle } from "../../../functions/kiro-worker/settle";
import { submitted } from "../../../functions/kiro-worker/source";
import { FakeCodeBuild } from "./fake-codebuild";
import { Tables } from "./tables";

const tables = new Tables();
let codebuild: FakeCodeBuild;
const project = { name: "kiro-worker-prod-worker", lockSeconds: 3600, revisions: true };
const refused = { $metadata: {}, message: "no such branch" };

beforeAll(() => tables.start(), 300_000);
beforeEach(async () => {
  await tables.clean();
  codebuild = new FakeCodeBuild();
  for (const method of ["info", "warn"] as const) jest.spyOn(console, method).mockReturnValue();
});
afterAll(() => tables.stop());

const poller = (more: Partial<Poller> = {}): Poller => ({
  workItems: tables.workItems,
  builds: codebuild.builds,
  metrics: new Metrics("kiro-worker/prod", { send: async () => ({}) } as never),
  projects: { worker: project, nightly: { ...project, name: "kiro-worker-prod-nightly", revisions: false } },
  source: submitted,
  maxStarts: 20,
  maxAttempts: 3,
  newClaim: randomUUID,
  ...more,
});
const submit = async (...ids: string[]) => {
  for (const id of ids) await tables.workItems.add({ id, project: "worker" });
};

test("ten pollers at once over twenty items start each build once", async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `item-${index}`);
  await submit(...ids);
  const runs = await Promise.all(Array.from({ length: 10 }, () => poll(poller())));
  expect(ids.map((id) => codebuild.of(id).length)).toEqual(ids.map(() => 1));
  expect(runs.flatMap(({ started }) => started.map(({ id }) => id)).sort()).toEqual(ids.sort());
  expect(await tables.read("workItems", "item-7")).toMatchObject({
    status: "building",
    attempts: 1,
    build_id: codebuild.of("item-7")[0]?.id,
  });
  expect(await tables.read("locks", "item-7")).toMatchObject({ expires_at: tables.now + 3600 });
}, 60_000);

test("a build gets the item in variables with a prefix", async () => {
  const inputs = { TARGET: "main" };
  const item = { id: "one", project: "worker", repository: "example/app", revision: "v1", title: "First", inputs };
  await tables.workItems.add(item);
  await poll(poller({ newClaim: () => "claim-1" }));
  const [build] = codebuild.of("one");
  expect(build?.sourceVersion).toBe("v1");
  expect(build?.environment?.environmentVariables?.map(({ name, value }) => `${name}=${value}`)).toEqual([
    "WORK_ITEM_ID=one",
    "WORK_ITEM_CLAIM=claim-1",
    "WORK_ITEM_REPOSITORY=example/app",
    "WORK_ITEM_REVISION=v1",
    "WORK_ITEM_TITLE=First",
    "WORK_ITEM_INPUT_TARGET=main",
  ]);
});

test("a project whose source has no revisions gets none", async () => {
  await tables.workItems.add({ id: "one", project: "nightly", revision: "v1" });
  await poll(poller());
  expect(codebuild.of("one")[0]).toMatchObject({ projectName: "kiro-worker-prod-nightly", sourceVersion: undefined });
});

test("an invalid item that another writer stored is refused with the reason, and starts nothing", async () => {
  const created_at = "2026-11-27T00:00:00.000Z";
  await tables.put("workItems", { id: "bad", project: "rm -rf", status: "pending", created_at, command: "x" });
  const reasons = ["project: expected one of worker, nightly", "command: unknown key"];
  expect(await poll(poller())).toMatchObject({ started: [], refused: [{ id: "bad", reasons }] });
  expect(codebuild.known).toEqual([]);
  expect(await tables.read("workItems", "bad")).toMatchObject({ status: "refused", reason: reasons.join("; ") });
  expect(await tables.read("locks", "bad")).toBeUndefined();
});

test("a failed start frees the lock, makes the item pending, and is an error of the run", async () => {
  await submit("first", "second");
  codebuild.refusals.push(new Error("socket hang up"));
  await expect(poll(poller())).rejects.toThrow("first: socket hang up");
  expect(codebuild.of("second")).toHaveLength(1);
  expect(await tables.read("locks", "first")).toBeUndefined();
  expect(await tables.read("workItems", "first")).toMatchObject({ status: "pending", attempts: 0 });
  await poll(poller());
  expect(codebuild.of("first")).toHaveLength(1);
});

test("an item that CodeBuild refuses three times fails", async () => {
  await submit("one");
  for (const status of ["pending", "pending", "failed"]) {
    codebuild.refusals.push(new InvalidInputException(refused));
    await poll(poller());
    expect(await tables.read("workItems", "one")).toMatchObject({ status, reason: "no such branch" });
    expect(await tables.read("locks", "one")).toBeUndefined();
  }
  expect((await poll(poller())).started).toEqual([]);
});

test("items of a project at its limit wait, and those of another project are started", async () => {
  await submit("one", "two");
  await tables.workItems.add({ id: "zzz", project: "nightly" });
  codebuild.refusals.push(new AccountLimitExceededException(refused));
  expect((await poll(poller())).started.map(({ id }) => id)).toEqual(["zzz"]);
  expect(await tables.read("workItems", "one")).toMatchObject({ status: "pending", attempts: 0 });
  expect((await poll(poller())).started).toHaveLength(2);
});

test("a run starts at most its limit of builds", async () => {
  await submit("one", "two", "three");
  expect((await poll(poller({ maxStarts: 2 }))).started).toHaveLength(2);
});

test("an expired lock does not count", async () => {
  await submit("one");
  await tables.put("locks", { id: "one", owner: "gone", expires_at: tables.now + 60 });
  expect((await poll(poller())).started).toEqual([]);
  tables.now += 61;
  expect((await poll(poller())).started).toHaveLength(1);
});

test("an item whose poller ended before it started a build becomes pending and is started", async () => {
  await submit("one");
  await tables.workItems.claim("one", "gone", 60, 1);
  expect(await poll(poller())).toMatchObject({ started: [], recovered: [] });
  tables.now += 61;
  expect(await poll(poller())).toMatchObject({ started: [{ id: "one" }], recovered: ["one"] });
  expect(codebuild.of("one")).toHaveLength(1);
});

test("an item whose poller ended after it started a build keeps that build", async () => {
  await submit("one");
  await tables.workItems.claim("one", "gone", 60, 1);
  await codebuild.builds.start(project, { id: "one", project: "worker" }, "gone");
  tables.now += 61;
  expect(await poll(poller())).toMatchObject({ started: [], recovered: ["one"] });
  expect(codebuild.of("one")).toHaveLength(1);
  expect(await tables.read("workItems", "one")).toMatchObject({ status: "building", build_id: codebuild.known[0]?.id });
});

test("an item whose build ended without an event ends with it", async () => {
  await submit("one");
  await poll(poller());
  codebuild.end(codebuild.known[0], "FAILED");
  tables.now += 3601;
  expect(await poll(poller())).toMatchObject({ started: [], recovered: ["one"] });
  expect(await tables.read("workItems", "one")).toMatchObject({ status: "failed", reason: "build failed" });
  expect(await tables.read("locks", "one")).toBeUndefined();
});

test("an item whose build CodeBuild has deleted fails", async () => {
  await submit("one");
  await poll(poller());
  codebuild.known.pop();
  tables.now += 3601;
  await poll(poller());
  expect(await tables.read("workItems", "one")).toMatchObject({ status: "failed", reason: "its build is gone" });
});

test("an old list does not start a second build after the first has ended", async () => {
  await submit("one");
  const old = await tables.workItems.withStatus("pending", 10);
  await poll(poller());
  await settle(codebuild.end(codebuild.known[0], "SUCCEEDED"), poller());
  const workItems = Object.create(tables.workItems, {
    withStatus: { value: async (status: string) => (status === "pending" ? old : []) },
  });
  expect(await poll(poller({ workItems }))).toMatchObject({ started: [] });
  expect(codebuild.of("one")).toHaveLength(1);
  expect(await tables.read("locks", "one")).toBeUndefined();
});

test("a candidate of a source becomes an item once; an invalid one is left out", async () => {
  const source = {
    candidates: async () => [
      { id: "gh.1", project: "worker" },
      { id: "not an id", project: "worker" },
    ],
  };
  expect((await poll(poller({ source }))).started.map(({ id }) => id)).toEqual(["gh.1"]);
  expect((await poll(poller({ source }))).started).toEqual([]);
  expect(codebuild.known).toHaveLength(1);
});

test("stored items are started also if the source does not answer, which is an error of the run", async () => {
  await submit("one");
  const source = { candidates: () => Promise.reject(new Error("GitHub answered 503")) };
  await expect(poll(poller({ source }))).rejects.toThrow("GitHub answered 503");
  expect(codebuild.of("one")).toHaveLength(1);
});
