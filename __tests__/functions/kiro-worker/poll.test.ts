import {
  AccountLimitExceededException,
  CodeBuildServiceException,
  InvalidInputException,
} from "@aws-sdk/client-codebuild";
import { poll } from "../../../functions/kiro-worker/poll";
import { settle } from "../../../functions/kiro-worker/settle";
import { project, sourceOf, World } from "./fixtures";

const world = new World();
const { tables } = world;
const poller: World["poller"] = (more) => world.poller(more);
const submit: World["submit"] = (...ids) => world.submit(...ids);
const denied = { name: "AccessDeniedException", message: "not authorized" };
const refused = { $metadata: {}, message: "no such branch" };

test("ten pollers at once over twenty items start each build once", async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `item-${index}`);
  await submit(...ids);
  const runs = await Promise.all(Array.from({ length: 10 }, () => poll(poller())));
  expect(ids.map((id) => world.codebuild.of(id).length)).toEqual(ids.map(() => 1));
  expect(runs.flatMap(({ started }) => started.map(({ id }) => id)).sort()).toEqual(ids.sort());
  expect(await tables.read("workItems", "item-7")).toMatchObject({
    status: "building",
    attempts: 0,
    build_id: world.codebuild.of("item-7")[0]?.id,
  });
  expect(await tables.read("locks", "item-7")).toMatchObject({ expires_at: tables.now + 3600 });
}, 60_000);

test("a build gets the item in variables with a prefix", async () => {
  const inputs = { TARGET: "main" };
  const item = { id: "one", project: "worker", repository: "example/app", revision: "v1", title: "First", inputs };
  await tables.workItems.add(item);
  await poll(poller({ newClaim: () => "claim-1" }));
  const [build] = world.codebuild.of("one");
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
  expect(world.codebuild.of("one")[0]).toMatchObject({
    projectName: "kiro-worker-prod-nightly",
    sourceVersion: undefined,
  });
});

test("an invalid item that another writer stored is refused with the reason, and starts nothing", async () => {
  const created_at = "2026-11-27T00:00:00.000Z";
  await tables.put("workItems", { id: "bad", project: "rm -rf", status: "pending", created_at, command: "x" });
  const reasons = ["project: expected one of worker, nightly", "command: unknown key"];
  expect(await poll(poller())).toMatchObject({ started: [], refused: [{ id: "bad", reasons }] });
  expect(world.codebuild.known).toEqual([]);
  expect(await tables.read("workItems", "bad")).toMatchObject({ status: "refused", reason: reasons.join("; ") });
  expect(await tables.read("locks", "bad")).toBeUndefined();
});

test("a refused start frees the lock and makes the item pending; what is not the item's fault is a fault of the run", async () => {
  await submit("first");
  world.codebuild.refusals.push(new CodeBuildServiceException({ ...denied, $fault: "client", $metadata: {} }));
  expect(await poll(poller())).toMatchObject({ started: [], faults: ["first: not authorized"] });
  expect(await tables.read("locks", "first")).toBeUndefined();
  expect(await tables.read("workItems", "first")).toMatchObject({ status: "pending", attempts: 0 });
  expect((await poll(poller())).started).toHaveLength(1);
});

test("an item that CodeBuild refuses three times fails", async () => {
  await submit("one");
  for (const status of ["pending", "pending", "failed"]) {
    world.codebuild.refusals.push(new InvalidInputException(refused));
    await poll(poller());
    expect(await tables.read("workItems", "one")).toMatchObject({ status, reason: "no such branch" });
    expect(await tables.read("locks", "one")).toBeUndefined();
  }
  expect((await poll(poller())).started).toEqual([]);
});

test("items of a project at its limit wait, and those of another project are started", async () => {
  await submit("one", "two");
  await tables.workItems.add({ id: "zzz", project: "nightly" });
  world.codebuild.refusals.push(new AccountLimitExceededException(refused));
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
  await tables.workItems.claim("one", "gone", 3600);
  expect(await poll(poller())).toMatchObject({ started: [], recovered: [] });
  tables.now += 601;
  expect(await poll(poller())).toMatchObject({ started: [{ id: "one" }], recovered: ["one"] });
  expect(world.codebuild.of("one")).toHaveLength(1);
});

test("an item whose poller ended after it started a build keeps that build", async () => {
  await submit("one");
  await tables.workItems.claim("one", "gone", 3600);
  await world.codebuild.builds.start(project, { id: "one", project: "worker" }, "gone");
  tables.now += 601;
  expect(await poll(poller())).toMatchObject({ started: [], recovered: ["one"] });
  expect(world.codebuild.of("one")).toHaveLength(1);
  expect(await tables.read("workItems", "one")).toMatchObject({
    status: "building",
    build_id: world.codebuild.known[0]?.id,
  });
});

test("an item whose build ended without an event ends with it", async () => {
  await submit("one");
  await poll(poller());
  world.codebuild.end(world.codebuild.known[0], "FAILED");
  tables.now += 3601;
  expect(await poll(poller())).toMatchObject({ started: [], recovered: ["one"] });
  expect(await tables.read("workItems", "one")).toMatchObject({ status: "failed", reason: "build failed" });
  expect(await tables.read("locks", "one")).toBeUndefined();
});

test("an item whose build CodeBuild has deleted fails", async () => {
  await submit("one");
  await poll(poller());
  world.codebuild.known.pop();
  tables.now += 3601;
  await poll(poller());
  expect(await tables.read("workItems", "one")).toMatchObject({ status: "failed", reason: "its build is gone" });
});

test("an old list does not start a second build after the first has ended", async () => {
  await submit("one");
  const old = await tables.list("pending");
  await poll(poller());
  await settle(world.codebuild.end(world.codebuild.known[0], "SUCCEEDED"), poller());
  const workItems = Object.create(tables.workItems, {
    withStatus: { value: (status: string) => (status === "pending" ? old : []) },
  });
  expect(await poll(poller({ workItems }))).toMatchObject({ started: [] });
  expect(world.codebuild.of("one")).toHaveLength(1);
  expect(await tables.read("locks", "one")).toBeUndefined();
});

test("a candidate of a source becomes an item once; an invalid one is left out", async () => {
  const source = sourceOf([
    { id: "gh.1", project: "worker" },
    { id: "not an id", project: "worker" },
  ]);
  expect((await poll(poller({ source }))).started.map(({ id }) => id)).toEqual(["gh.1"]);
  expect((await poll(poller({ source }))).started).toEqual([]);
  expect(world.codebuild.known).toHaveLength(1);
});

test("stored items are started also if the source does not answer, which is a fault of the run", async () => {
  await submit("one");
  const source = {
    async *pages() {
      yield [{ id: "gh.1", project: "worker" }];
      throw new Error("GitHub answered 503");
    },
  };
  expect(await poll(poller({ source }))).toMatchObject({ faults: ["GitHub answered 503"] });
  expect(world.codebuild.of("one")).toHaveLength(1);
});
