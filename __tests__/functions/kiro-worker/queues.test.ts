import {
  AccountLimitExceededException,
  CodeBuildServiceException,
  InvalidInputException,
} from "@aws-sdk/client-codebuild";
import { poll } from "../../../functions/kiro-worker/poll";
import { settle } from "../../../functions/kiro-worker/settle";
import { project, sourceOf, World } from "./fixtures";

/** Many items, two projects, and what goes wrong with one of them. */

const world = new World();
const { tables } = world;
const poller: World["poller"] = (more) => world.poller(more);
const full = () =>
  new AccountLimitExceededException({ $metadata: {}, message: "Cannot have more than 1 builds in queue" });
const refusal = (message: string) => new InvalidInputException({ $metadata: {}, message });
const pending = (count: number, of = "worker", first = 0) =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      tables.put("workItems", {
        id: `${of}-${index + first}`,
        project: of,
        status: "pending",
        created_at: new Date(index + first).toISOString(),
      }),
    ),
  );

test("a queue of hundreds of items of a full project hides no item of another", async () => {
  await pending(250);
  await pending(1, "nightly", 1000);
  world.codebuild.refusals.push(full());
  expect(await poll(poller())).toMatchObject({ started: [{ id: "nightly-1000" }], faults: [] });
  const { worker, nightly } = poller().projects;
  const busy = { worker: { ...worker, concurrent: 0 }, nightly } as never;
  await pending(1, "nightly", 2000);
  expect(await poll(poller({ projects: busy }))).toMatchObject({ started: [{ id: "nightly-2000" }], faults: [] });
}, 300_000);

test("more than a hundred items are all started, run by run, and recovered in one", async () => {
  await pending(105);
  for (let run = 0; run < 6; run += 1) await poll(poller());
  expect(await tables.ids("building")).toHaveLength(105);
  for (const build of world.codebuild.known) world.codebuild.end(build, "SUCCEEDED");
  tables.now += 3601;
  expect((await poll(poller())).recovered).toHaveLength(105);
  expect(await tables.ids("succeeded")).toHaveLength(105);
}, 600_000);

test("a project has at most its number of builds at once, so that none fails in CodeBuild's queue", async () => {
  await pending(5);
  const two = poller({ projects: { worker: { ...project, concurrent: 2 } } });
  expect((await poll(two)).started).toHaveLength(2);
  expect((await poll(two)).started).toHaveLength(0);
  await settle(world.codebuild.end(world.codebuild.known[0], "SUCCEEDED"), two);
  expect((await poll(two)).started).toHaveLength(1);
});

test("an item that cannot be looked up stops no other, and one whose project is gone fails with the reason", async () => {
  const created_at = new Date(0).toISOString();
  const held = { status: "building", owner: "x", created_at, build_id: "kiro-worker-prod-worker:9" };
  await tables.put("workItems", { ...held, id: "gone", project: "removed", build_id: "kiro-worker-prod-removed:1" });
  await tables.put("workItems", { ...held, id: "garbage", project: "worker", build_id: "not a build" });
  await tables.put("workItems", { ...held, id: "denied", project: "worker" });
  await world.submit("good");
  const denied = new CodeBuildServiceException({
    name: "AccessDeniedException",
    message: "denied",
    $fault: "client",
    $metadata: {},
  });
  const { builds } = world.codebuild;
  const failing = Object.create(builds, { find: { value: () => Promise.reject(denied) } });
  expect(await poll(poller({ builds: failing }))).toMatchObject({
    started: [{ id: "good" }],
    faults: ["denied: denied"],
  });
  expect(await tables.read("workItems", "gone")).toMatchObject({
    status: "failed",
    reason: "its project removed is no longer in the settings",
  });
  expect(await tables.read("workItems", "garbage")).toMatchObject({ status: "failed", reason: "its build is gone" });
});

test("a project whose builds are all refused loses no item, and is a fault of each run; a good item of it is started again", async () => {
  await pending(10);
  await pending(1, "nightly", 50);
  for (let run = 1; run <= 4; run += 1) {
    world.codebuild.refusals.push(
      ...Array.from({ length: 3 }, () => refusal("not authorized to perform sts:AssumeRole")),
    );
    const { faults, givenUp } = await poll(poller());
    const fault = "worker: CodeBuild refuses its builds: not authorized to perform sts:AssumeRole";
    expect({ faults, givenUp }).toEqual({ faults: [fault], givenUp: [] });
  }
  expect(world.published.map(({ name, value }) => [name, value])).toEqual(
    [1, 2, 3, 4].map((runs) => ["FailedRuns", runs]),
  );
  expect(await tables.ids("pending")).toHaveLength(10);
  expect(world.codebuild.of("nightly-50")).toHaveLength(1);
  expect((await poll(poller())).started).toHaveLength(10);
  expect(world.published).toHaveLength(4);
});

test("items that CodeBuild refuses for themselves end after three attempts, and are counted", async () => {
  await pending(2);
  for (let run = 1; run <= 3; run += 1) {
    world.codebuild.refusals.push(refusal("no such branch"), refusal("no such tag"));
    const { givenUp, faults } = await poll(poller());
    expect({ givenUp, faults }).toEqual({ givenUp: run < 3 ? [] : ["worker-0", "worker-1"], faults: [] });
  }
  expect(world.published).toEqual([{ name: "ItemsGivenUp", value: 2 }]);
});

test("an open issue is built once, also after the time for which other items are kept", async () => {
  const source = sourceOf([{ id: "example.app.7", project: "worker", repository: "example/app" }]);
  await world.submit("submitted");
  await poll(poller({ source }));
  for (const build of world.codebuild.known) await settle(world.codebuild.end(build, "SUCCEEDED"), poller());
  // DynamoDB deletes what has expired.
  tables.now += 31 * 86_400;
  for (const { id, expires_at } of await tables.list("succeeded")) {
    if (Number(expires_at) < tables.now) await tables.remove("workItems", id);
  }
  expect(await tables.read("workItems", "submitted")).toBeUndefined();
  await poll(poller({ source }));
  expect(world.codebuild.of("example.app.7")).toHaveLength(1);
});

test("each of hundreds of issues becomes an item, and a page that fails loses none of the others", async () => {
  const issues = (first: number) =>
    Array.from({ length: 100 }, (_, index) => ({ id: `gh.${first + index}`, project: "worker" }));
  const source = {
    async *pages() {
      yield* [issues(0), issues(100)];
      throw new Error("GitHub answered 502");
    },
  };
  expect(await poll(poller({ source, maxStarts: 1 }))).toMatchObject({ faults: ["GitHub answered 502"] });
  expect(await tables.ids("pending")).toHaveLength(199);
}, 300_000);
