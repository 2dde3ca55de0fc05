import { CodeBuildServiceException, InvalidInputException } from "@aws-sdk/client-codebuild";
import { Builds } from "../../../functions/kiro-worker/builds";
import { handle } from "../../../functions/kiro-worker/events";
import { Metrics } from "../../../functions/kiro-worker/metrics";
import { poll } from "../../../functions/kiro-worker/poll";
import { settle } from "../../../functions/kiro-worker/settle";
import { Faulty } from "./faulty";
import { World } from "./fixtures";

const world = new World();
const { tables } = world;

/** An item from its submission to its end, while one call fails; with the events of its builds, or without any. */
async function life(id: string, faulty: Faulty, eventsArrive: boolean): Promise<void> {
  await world.submit(id);
  const poller = () =>
    world.poller({
      workItems: tables.through(faulty.of),
      builds: new Builds(faulty.of(world.codebuild.client), faulty.of(world.codebuild.client)),
      metrics: new Metrics("kiro-worker/prod", faulty.of(world.cloudwatch as never)),
    });
  const deliver = async () => {
    if (!eventsArrive) return;
    for (const { arn, buildStatus } of world.codebuild.of(id)) {
      const event = { source: "aws.codebuild", detail: { "build-id": arn, "build-status": buildStatus } };
      // Lambda tries an event three times.
      for (let tried = 0; tried < 3; tried += 1) if (await handle(event, poller()).catch(() => false)) break;
    }
  };
  for (const seconds of [700, 700, 4000, 4000, 700]) {
    await poll(poller()).catch(() => undefined);
    await deliver();
    for (const build of world.codebuild.of(id)) world.codebuild.end(build, "SUCCEEDED");
    await deliver();
    tables.now += seconds;
    if ((await tables.read("workItems", id))?.["status"] === "succeeded") return;
  }
}

test.each([
  ["with the events of its builds", true],
  ["without events", false],
])(
  "whichever call fails, before or after its effect, an item %s is built once",
  async (_, eventsArrive) => {
    const whole = new Faulty(-1, "before");
    await life("whole", whole, eventsArrive);
    expect(whole.calls.length).toBeGreaterThan(7);
    const seen: unknown[] = [];
    for (let call = 0; call < whole.calls.length; call += 1) {
      for (const when of ["before", "after"] as const) {
        await tables.clean();
        const id = `${call}-${when}`;
        await life(id, new Faulty(call, when), eventsArrive);
        const { status } = (await tables.read("workItems", id)) ?? {};
        const lock = await tables.read("locks", id);
        seen.push([whole.calls[call], when, world.codebuild.of(id).length, status, lock]);
      }
    }
    const once = ([name, when]: unknown[]) => [name, when, 1, "succeeded", undefined];
    expect(seen).toEqual((seen as unknown[][]).map(once));
  },
  600_000,
);

test("a start without an answer keeps its claim and says so; its build is found, and no second one starts", async () => {
  await world.submit("one", "two");
  // The answers to both requests for the first item are lost.
  let requests = 0;
  const lossy = {
    send: async (command: never) => {
      await world.codebuild.client.send(command);
      requests += 1;
      throw new Error("socket hang up");
    },
  };
  const builds = new Builds(world.codebuild.client, lossy as never);
  const { started, faults } = await poll(world.poller({ builds }));
  expect({ started, faults, requests }).toEqual({
    started: [],
    faults: ["one: socket hang up; again: socket hang up"],
    requests: 2,
  });
  expect(world.codebuild.of("one")).toHaveLength(1);
  expect(await tables.read("locks", "one")).toBeDefined();
  expect(await tables.read("workItems", "one")).toMatchObject({
    status: "starting",
    reason: "no answer: socket hang up; again: socket hang up",
  });
  expect((await poll(world.poller())).started.map(({ id }) => id)).toEqual(["two"]);
  tables.now += 601;
  expect(await poll(world.poller())).toMatchObject({ started: [], recovered: ["one"] });
  expect(await tables.read("workItems", "one")).toMatchObject({ status: "building" });
  expect(world.codebuild.of("one")).toHaveLength(1);
});

test.each([
  [
    "an error of CodeBuild",
    () => new CodeBuildServiceException({ name: "X", message: "x", $fault: "server", $metadata: {} }),
  ],
  ["a time-out", () => Object.assign(new Error("timed out"), { name: "TimeoutError" })],
])("after %s a refusal of the repetition does not prove that no build runs", async (_, error) => {
  await world.submit("one");
  const codebuild = world.codebuild;
  const answers = [error(), new InvalidInputException({ $metadata: {}, message: "refused" })];
  const starter = {
    send: async (command: never) => {
      if (answers.length === 2) await codebuild.client.send(command);
      throw answers.shift();
    },
  };
  await poll(world.poller({ builds: new Builds(codebuild.client, starter as never) }));
  expect(await tables.read("workItems", "one")).toMatchObject({ status: "starting", attempts: 0 });
  tables.now += 601;
  await poll(world.poller());
  expect(codebuild.of("one")).toHaveLength(1);
});

test("the build of a claim is found behind hundreds of newer ones", async () => {
  await world.submit("one");
  await tables.workItems.claim("one", "gone", 3600);
  const { builds } = world.codebuild;
  const of = (id: string, claim: string) =>
    builds.start(
      { name: "kiro-worker-prod-worker", lockSeconds: 1, revisions: false },
      { id, project: "worker" },
      claim,
    );
  await of("one", "gone");
  for (let other = 0; other < 250; other += 1) await of(`by-hand-${other}`, `other-${other}`);
  for (const build of world.codebuild.known) build.startTime = new Date(tables.now * 1000);
  tables.now += 601;
  expect(await poll(world.poller())).toMatchObject({ started: [], recovered: ["one"] });
  expect(world.codebuild.of("one")).toHaveLength(1);
  await settle(world.codebuild.end(world.codebuild.of("one")[0], "SUCCEEDED"), world.poller());
  expect(await tables.read("workItems", "one")).toMatchObject({ status: "succeeded" });
}, 300_000);
