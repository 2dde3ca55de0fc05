import { abort } from "../../../../../operator/release/engine/abort";
import { release } from "../../../../../operator/release/engine/release";
import { resume } from "../../../../../operator/release/engine/resume";
import type { Summary } from "../../../../../operator/release/log/entries";
import { history } from "../../../../../operator/release/log/history";
import { type Fault, SimulatedOperator } from "./operator";
import type { Scenario } from "./scenarios";
import type { World } from "./world";

/** A scenario with faults, and what two later processes make of it. */
export interface Outcome {
  readonly world: World;
  readonly operator: SimulatedOperator;
  /** The last release after the first and after the second resume. */
  readonly ends: readonly Summary[];
  /** How long the first resume took. */
  readonly seconds: number;
  readonly all: readonly Summary[];
  /** What was wrong, by rule. */
  readonly wrong: readonly string[];
}

/** Runs a scenario with faults in it, lets hours go by, resumes twice, and says which rules are broken. `later`: faults of a process before these two. */
export async function runWith(
  scenario: Scenario,
  faults: ReadonlyMap<number, Fault>,
  seed = 1,
  later: ReadonlyMap<number, Fault> = new Map(),
): Promise<Outcome> {
  const world = scenario.world(seed);
  const others: Promise<unknown>[] = [];
  const onSecond = () => {
    const second = new SimulatedOperator(world, { who: "bob" });
    others.push(release(second.context, { ...scenario.request, build: "app:3" }).catch((error: Error) => error));
  };
  const operator = new SimulatedOperator(world, { faults, onSecond });
  const work = release(operator.context, scenario.request).catch((error: Error) => error);
  await world.pass(work, () => operator.dead);
  await world.pass(Promise.all(others));
  if (later.size > 0) {
    world.now += 4 * 3_600_000;
    const third = new SimulatedOperator(world, { who: "fay", faults: later });
    await world.pass(
      resume(third.context).catch((error: Error) => error),
      () => third.dead,
    );
  }
  const ends: Summary[] = [];
  const effects: number[] = [];
  const seconds: number[] = [];
  for (const who of ["cleo", "dan"]) {
    world.now += 4 * 3_600_000;
    const began = world.now;
    await putRight(world, who);
    seconds.push((world.now - began) / 1000);
    effects.push(world.effects);
    ends.push(...(await newest(world, 1)));
  }
  const all = await newest(world, 100);
  return { world, operator, ends, seconds: seconds[0] ?? 0, all, wrong: broken(scenario, world, ends, all, effects) };
}

/** What a person does later: go on with what was left, and end what needs a hand. */
async function putRight(world: World, who: string): Promise<void> {
  const operator = new SimulatedOperator(world, { who });
  await world.pass(resume(operator.context));
  const [last] = await newest(world, 1);
  const differs = world.pending().length > 0;
  if (last?.manual !== undefined || differs) await world.pass(abort(operator.context));
}

async function newest(world: World, most: number): Promise<Summary[]> {
  const { context } = new SimulatedOperator(world, { who: "eve" });
  return (await world.pass(history(context.store, context.stack, most))) ?? [];
}

function broken(
  { bad }: Scenario,
  world: World,
  ends: readonly Summary[],
  all: readonly Summary[],
  effects: readonly number[],
): string[] {
  const [first, second] = ends;
  const shares = world.shares();
  const live = String(world.values["image"]);
  const completed = all.find(({ status }) => status === "completed");
  const expected = completed?.build ?? "app:1";
  const migrations = new Set([...world.tasks.values()].map(({ id }) => id));
  const rules: [string, boolean][] = [
    ["nothing is pending", world.pending().length === 0],
    ["the log has an end", all.every(({ status }) => status !== "in_progress")],
    ["nothing needs a hand", second?.manual === undefined],
    ["both resumes give the same end", first?.status === second?.status && first?.id === second?.id],
    ["the second resume changes nothing", effects[0] === effects[1]],
    ["all users have one build", Object.keys(shares).length === 1 && shares[live] === 100],
    ["the log, the state and the users agree", live === expected],
    ["no share is left in the state", world.values["next_percent"] === 0],
    ["components have what the users have", world.values["components_image"] === live],
    ["no user stays on a bad build", !bad || shares["app:2"] === undefined],
    ["from the finish on it goes forward", finished(world).every((id) => hasCompleted(all, id))],
    ["a migration ran at most once", world.tasks.size === migrations.size],
    ["a release that did not complete leaves no second side", completed !== undefined || !hasSecondSide(world, all)],
  ];
  return rules.filter(([, holds]) => !holds).map(([rule]) => rule);
}

/** After a finish that was taken back, the other side is due to stop, which a later command does. */
function hasSecondSide(world: World, all: readonly Summary[]): boolean {
  const isTakenBack = all.some(({ keptUntil }) => keptUntil !== undefined);
  const colour = world.live === "blue" ? "green" : "blue";
  return !isTakenBack && world.running[colour] !== undefined;
}

/** Releases whose finish was announced; where components fail, one is taken back all the same. */
function finished({ objects, componentsFailWith }: World): string[] {
  if (componentsFailWith !== undefined) return [];
  const announced = [...objects].filter(([, text]) => text.includes('"phase": "finish"') && text.includes('"intent"'));
  return announced.map(([name]) => name.split("/")[2] as string);
}

const hasCompleted = (all: readonly Summary[], wanted: string): boolean =>
  all.some(({ id, status }) => id === wanted && status === "completed");
