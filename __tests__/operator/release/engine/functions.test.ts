import { takenBackIn } from "../../../../operator/pipeline/taken-back";
import { abort } from "../../../../operator/release/engine/abort";
import { release } from "../../../../operator/release/engine/release";
import { rollback } from "../../../../operator/release/engine/rollback";
import { status } from "../../../../operator/release/engine/status";
import { history } from "../../../../operator/release/log/history";
import { requirements } from "../../../../operator/release/phases/requirements";
import { back, Functions, request } from "./simulated/functions";

async function released(functions: Functions, build: string, code: Readonly<Record<string, string>>) {
  const context = await functions.edit(code).context();
  return (await functions.world.pass(release(context, { ...request, build, commit: build })))?.summary;
}

async function rolledBack(functions: Functions, to?: string) {
  const context = await functions.context(true);
  return (await functions.world.pass(rollback(context, { ...back, ...(to && { to }) })))?.summary;
}

/** Two releases that completed: `chat=2 summary=1`, then `chat=3 summary=2`. */
async function twice() {
  const functions = new Functions({ chat: undefined, summary: "schedule" });
  expect(await released(functions, "c2", { chat: "good 2" })).toMatchObject({ status: "completed" });
  const second = { chat: "good 3", summary: "good 2" };
  expect(await released(functions, "c3", second)).toMatchObject({ status: "completed", live: "chat=3 summary=2" });
  expect(functions.live()).toBe("chat=3 summary=2");
  return functions;
}

test("what a first deploy gave users is checked and recorded by the first release, and is nothing to release afterwards", async () => {
  const functions = new Functions({ chat: undefined, summary: "schedule" });
  const { changes } = functions;
  const first = await released(functions, "c1", {});
  expect(first).toMatchObject({ id: "000001", status: "completed", build: "c1", live: "chat=1 summary=1" });
  expect(functions.live()).toBe("chat=1 summary=1");
  const context = await functions.context();
  const again = await functions.world.pass(release(context, { ...request, build: "c2", commit: "c2" }));
  expect(again).toMatchObject({ released: false, summary: { id: "000001" } });
  expect(functions.changes - changes).toBeLessThanOrEqual(2);
  expect(await released(functions, "c3", { chat: "good 2" })).toMatchObject({ status: "completed" });
  expect(await rolledBack(functions)).toMatchObject({ status: "completed", build: "chat=1 summary=1" });
});

test("a first deploy that is not well is not recorded", async () => {
  const functions = new Functions({ chat: undefined });
  const context = await functions.context();
  const wanted = { ...request, build: "c1", commit: "c1", require: ["scan" as const] };
  await expect(functions.world.pass(release(context, wanted))).rejects.toThrow(/scan: required/);
  expect(functions.live()).toBe("chat=1");
});

describe("a rollback of functions", () => {
  test("gives users exactly the versions of the release before, by one change of each alias", async () => {
    const functions = await twice();
    const { changes } = functions;
    expect(await rolledBack(functions)).toMatchObject({
      ...{ status: "completed", kind: "rollback", commit: "c2" },
      ...{ fromBuild: "chat=3 summary=2", build: "chat=2 summary=1" },
    });
    expect({ live: functions.live(), changes: functions.changes - changes }).toEqual({
      live: "chat=2 summary=1",
      changes: 2,
    });
  });

  test("goes to a release that is named, and never to the newest version, which was bad", async () => {
    const functions = await twice();
    expect(await released(functions, "c4", { chat: "bad 4" })).toMatchObject({ status: "rolled_back" });
    expect(functions.live()).toBe("chat=3 summary=2");
    expect(await rolledBack(functions, "1")).toMatchObject({ status: "completed", to: "000001", commit: "c2" });
    expect(functions.live()).toBe("chat=2 summary=1");
    expect(await rolledBack(functions, "2")).toMatchObject({ status: "completed", build: "chat=3 summary=2" });
    expect(functions.live()).toBe("chat=3 summary=2");
    await expect(rolledBack(functions, "2")).rejects.toThrow("have chat=3 summary=2 already");
    await expect(rolledBack(functions)).rejects.toThrow("since the rollback 000005");
  });

  test("publishes nothing of a checkout that was edited", async () => {
    const functions = await twice();
    functions.edit({ chat: "an edit" });
    expect(await rolledBack(functions)).toMatchObject({ status: "completed" });
    expect(functions.live()).toBe("chat=2 summary=1");
    expect(functions.published["chat"]).toEqual(["good 1", "good 2", "good 3"]);
  });

  test("is refused where users have something else than the last release gave them", async () => {
    const functions = await twice();
    const { state } = await functions.context();
    await state.apply({ chat_live_version: "1" }, { lockTimeoutSeconds: 1, reason: "deploy --var" });
    await expect(rolledBack(functions)).rejects.toThrow(
      /have chat=1 summary=2, which is not what release 000002 gave them \(chat=3 summary=2\).*--to/,
    );
  });

  test("takes back the build that was released, for who looks whether it may go on elsewhere", async () => {
    const functions = await twice();
    const { platform, clock, store } = await functions.context();
    const releases = () => history(store, "aws-prod");
    const [second, first] = (await releases()).map(({ id: release, build, ended = "" }) => ({ release, build, ended }));
    const seen = async (of = second) => takenBackIn("aws-prod", await releases(), of as NonNullable<typeof of>);
    const after = { environment: "staging", stack: "aws-prod", store };
    const looked = async () =>
      (await requirements({ platform, clock } as never, { ...request, build: "c3", after })).flatMap(
        ({ seen }) => seen,
      );
    expect((await seen()).passed).toBe(true);
    expect(await looked()).toContain("after: release 000002 of staging completed 0.0 h ago");
    await rolledBack(functions);
    expect(await seen()).toEqual({
      passed: false,
      seen: "taken back: rollback 000003 of aws-prod took c3 back",
    });
    expect(await looked()).toContain("after: c3 was taken back in staging by release 000003 (errors at checkout)");
    expect((await seen(first)).passed).toBe(true);
  });

  describe("with a log of before, which has commits alone", () => {
    const old = async () => {
      const functions = await twice();
      const { objects } = functions.store;
      for (const [name, text] of objects) {
        const entry = JSON.parse(text) as { summary?: { live?: string } };
        delete entry.summary?.live;
        objects.set(name, JSON.stringify(entry));
      }
      return functions;
    };

    test("goes to the versions that the last release found, which it has", async () => {
      const functions = await old();
      expect(await rolledBack(functions)).toMatchObject({ status: "completed", build: "chat=2 summary=1" });
      expect(functions.live()).toBe("chat=2 summary=1");
    });

    test("is refused for a release whose versions are not known", async () => {
      const functions = await old();
      const { changes } = functions;
      await expect(rolledBack(functions, "1")).rejects.toThrow(
        /Cannot go back to c2 of aws-prod: expected the versions .*--var <function>_live_version=<version>/,
      );
      expect(functions.changes).toBe(changes);
    });
  });
});

test("an alias that someone led elsewhere is seen, and set to what the state says", async () => {
  const functions = await twice();
  functions.aliases["summary"] = { version: "1", weights: {} };
  const refused = "the new side has 100 %, the state says 0 % (live: chat=3 summary=2)";
  await expect(released(functions, "c4", { chat: "good 4" })).rejects.toThrow(refused);
  const context = await functions.context();
  expect((await status(context)).data.weight).toEqual({ real: 100, state: 0 });
  await functions.world.pass(abort(context));
  expect(functions.live()).toBe("chat=3 summary=2");
});

describe("functions that switch whole", () => {
  const all = { execution: "provisioned concurrency", analysis: "stream" };
  const first = { steps: [{ percent: 100, seconds: 0 }], strategy: "rolling" as const };

  test("are released without a step, which is said, and judged after the switch", async () => {
    const functions = new Functions(all);
    const context = await functions.edit({ execution: "good 2", analysis: "good 2" }).context();
    const result = await functions.world.pass(release(context, { ...request, ...first }));
    expect(result?.summary).toMatchObject({ status: "completed", live: "analysis=2 execution=2" });
    expect(result?.summary.phases.map(({ name }) => name)).toEqual(["check", "start", "smoke", "finish"]);
    expect(functions.live()).toBe("execution=2 analysis=2");
    const said = functions.lines.join("\n");
    expect(said).toContain("execution switches whole at the finish (provisioned concurrency), and is judged after it.");
    expect(said).toContain("analysis switches whole at the finish (stream), and is judged after it.");
    expect(said).toContain("no weight divides what is new");
  });

  test("go back to the versions of before when their calls fail", async () => {
    const functions = new Functions(all);
    const context = await functions.edit({ execution: "good 2", analysis: "bad 2" }).context();
    const result = await functions.world.pass(release(context, { ...request, ...first }));
    expect(result?.summary).toMatchObject({ status: "rolled_back", reason: expect.stringContaining("analysis") });
    expect(functions.live()).toBe("execution=1 analysis=1");
  });

  test("may be the only new ones among others", async () => {
    const functions = new Functions({ chat: undefined, summary: "schedule" });
    expect(await released(functions, "c2", { summary: "good 2" })).toMatchObject({ status: "completed" });
    expect(functions.live()).toBe("chat=1 summary=2");
  });

  test("refuse percentages by name", async () => {
    const functions = new Functions(all);
    const result = await released(functions, "c2", { execution: "good 2" });
    expect(result).toMatchObject({
      status: "aborted",
      reason: expect.stringContaining("cannot give the new side 25 %"),
    });
    expect(functions.live()).toBe("execution=1 analysis=1");
  });
});
