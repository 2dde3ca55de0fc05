import { release } from "../../../../operator/release/engine/release";
import { resume } from "../../../../operator/release/engine/resume";
import { SimulatedOperator } from "../engine/simulated/operator";
import { request } from "../engine/simulated/scenarios";
import { World } from "../engine/simulated/world";

const wanted = { ...request, migrate: "migrate" };

/** A release that was killed as soon as `isThere`, and the process that comes next. */
async function killed(isThere: (world: World, operator: SimulatedOperator) => boolean) {
  const world = new World();
  const operator = new SimulatedOperator(world);
  const work = release(operator.context, wanted);
  await world.pass(work, () => isThere(world, operator));
  operator.dead = true;
  world.now += 3 * 3_600_000;
  return { world, next: new SimulatedOperator(world, { who: "bob" }) };
}

test("a migration runs with the new build before the new side starts", async () => {
  const world = new World();
  const operator = new SimulatedOperator(world);
  await world.pass(release(operator.context, wanted));
  const order = operator.names.filter((name) => /^after (RunTask|UpdateService|apply next_image)/.test(name));
  expect(order.slice(0, 3)).toEqual(["after apply next_image", "after RunTask", "after UpdateService green"]);
});

test("a migration that fails ends the release, which says that it ran and is not taken back", async () => {
  const world = new World();
  world.migrationExit = 3;
  const result = await world.pass(release(new SimulatedOperator(world).context, wanted));
  expect(result?.summary).toMatchObject({ status: "failed", migration: { task: "migrate", is: "failed" } });
  expect(result?.summary.reason).toMatch(/migration migrate: task task-1-.* ended with exit code 3/);
  expect(result?.lines.join("\n")).toContain("The migration migrate is not taken back");
  expect(world.values["next_image"]).toBe("app:0");
});

/** The answer of each call that starts a task is lost. */
function losing(operator: SimulatedOperator): void {
  const { tasks } = operator.context.platform;
  const run = tasks?.run;
  Object.assign(tasks ?? {}, {
    run: async (name: string, startedBy: string) => {
      await run?.(name, startedBy);
      throw new Error("the connection broke");
    },
  });
}

test("a call whose answer is lost is not repeated: the task is looked for", async () => {
  const world = new World();
  const operator = new SimulatedOperator(world);
  losing(operator);
  const result = await world.pass(release(operator.context, wanted));
  expect(result?.summary).toMatchObject({ status: "completed", migration: { is: "succeeded" } });
  expect(world.tasks.size).toBe(1);
});

test.each([
  [false, "aborted", "app:1"],
  [true, "completed", "app:2"],
])("a release that was left while it migrated looks its task up (--resume: %s)", async (goOn, status, build) => {
  const { world, next } = await killed(({ tasks }) => tasks.size === 1);
  const result = await world.pass(resume(next.context, { goOn }));
  expect(result?.summary).toMatchObject({ status, migration: { task: "migrate", is: "succeeded" } });
  expect(world.shares()).toEqual({ [build]: 100 });
  expect(world.tasks.size).toBe(1);
  expect(world.pending()).toEqual([]);
});

test("a task that is not found is never run again: whether it ran is said to be unknown", async () => {
  const { world, next } = await killed(({ tasks }) => tasks.size === 1);
  world.tasks.clear();
  const result = await world.pass(resume(next.context, { goOn: true }));
  expect(result?.summary).toMatchObject({ status: "failed", migration: { is: "unknown" } });
  expect(result?.summary.reason).toContain("cannot be found: whether it ran is not known");
  expect(world.tasks.size).toBe(0);
});

test("a task that runs for longer than 30 minutes ends the release, and is not stopped", async () => {
  const world = new World();
  const operator = new SimulatedOperator(world);
  const work = release(operator.context, wanted);
  await world.pass(work, () => world.tasks.size === 1);
  for (const task of world.tasks.values()) task.endsAt = Number.POSITIVE_INFINITY;
  const began = world.now;
  const result = await world.pass(work);
  expect(result?.summary).toMatchObject({ status: "failed", migration: { is: "unknown" } });
  expect(result?.summary.reason).toMatch(/migrate still runs after 30 minutes: task task-1/);
  expect((world.now - began) / 60_000).toBeCloseTo(30, 0);
});

test("a Terraform that a dead operator left is waited for before anything is done", async () => {
  const { world, next } = await killed((_, { lines }) => lines.some((line) => line.includes("25 %: waiting")));
  const ends = world.now + 40_000;
  const orphan = async () => (world.now < ends ? "Terraform 4711" : undefined);
  const result = await world.pass(resume({ ...next.context, orphan }));
  expect(result?.summary.status).toBe("rolled_back");
  expect(next.lines[0]).toBe("waiting for Terraform 4711");
  expect(next.lines.filter((line) => line.includes("4711"))).toHaveLength(1);
  expect(world.now).toBeGreaterThanOrEqual(ends);
});

describe("a task that the service does not show at first", () => {
  /** Shows a task only some seconds after the first look. */
  function hiding(world: World, { context }: SimulatedOperator, seconds: number) {
    const { tasks } = context.platform;
    const find = tasks?.find;
    const ids: (string | undefined)[] = [];
    let since: number | undefined;
    Object.assign(tasks ?? {}, {
      find: async (name: string, startedBy: string, id?: string) => {
        ids.push(id);
        since ??= world.now;
        return world.now < since + seconds * 1000 ? undefined : find?.(name, startedBy, id);
      },
    });
    return ids;
  }

  test("is waited for, by the id that the log has", async () => {
    const world = new World();
    const operator = new SimulatedOperator(world);
    const ids = hiding(world, operator, 50);
    const result = await world.pass(release(operator.context, wanted));
    expect(result?.summary).toMatchObject({ status: "completed", migration: { is: "succeeded" } });
    expect(new Set(ids)).toEqual(new Set([[...world.tasks.keys()][0]]));
  });

  test("is waited for too where the answer to its call was lost", async () => {
    const world = new World();
    const operator = new SimulatedOperator(world);
    hiding(world, operator, 50);
    losing(operator);
    const result = await world.pass(release(operator.context, wanted));
    expect(result?.summary).toMatchObject({ status: "completed", migration: { is: "succeeded" } });
    expect(world.tasks.size).toBe(1);
  });

  test("ends the release after a minute: whether it ran is not known", async () => {
    const world = new World();
    const operator = new SimulatedOperator(world);
    hiding(world, operator, 600);
    const result = await world.pass(release(operator.context, wanted));
    expect(result?.summary).toMatchObject({ status: "failed", migration: { is: "unknown" } });
  });
});
