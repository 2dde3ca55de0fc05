import { acceptedState } from "../../drift/accept";
import { readAccepted } from "../../drift/accepted-file";
import { runUrl } from "../../github/run";
import { writeSummary } from "../../github/workflow-files";
import { type CommonOptions, print, printError, withProgress } from "../../operations/command-output";
import { driftStacks } from "../../operations/drift";
import { lookAtPlans } from "../../operations/plan-stacks";
import { projectPlace } from "../../operations/project";
import { againWith, type RunOptions } from "../../operations/run";
import { readProject, references, type Selection, select } from "../../operations/selection";
import { emulatedStacks } from "../../operations/stack-flags";
import { environmentsOf } from "../../pipeline/affected-text";
import { type Looked, type What, writeLooked } from "../../pipeline/looked";
import { markdownOf, unseenOf } from "../../pipeline/looked-text";
import { type Watched, watchedFindings } from "../../pipeline/watched";
import { mostBytes } from "../../plan/markdown/fitted";
import { commitOf } from "../../process/checkout";
import { interrupt } from "../../process/interrupt";
import { UserError } from "../../process/user-error";
import { silent } from "../../progress/progress";
import { lookedUp } from "../status";
import { withStacks } from "../with-stacks";

interface LookOptions extends Pick<CommonOptions, "settings" | "json" | "parallel"> {
  readonly out: string;
  readonly environment?: string;
  readonly of?: readonly string[];
  readonly record?: boolean;
  /** A test's. No option of the command line sets it. @default - now */
  readonly now?: Date;
}

/**
 * Looks at stacks without a lock, and writes what was found to `<out>/<name>.json` and `.md`. Exit code 0: everything was looked at, with
 * or without a finding; 1: an error, or something that could not be looked at, which the files name.
 */
export async function look(what: What, patterns: readonly string[], options: LookOptions): Promise<void> {
  const { environment, out, json, now = new Date() } = options;
  if (options.record && what !== "drift") throw new UserError("--record: expected it with drift");
  const ids = await idsOf(patterns, options);
  const found = await looks[what](ids, options, now);
  const commit = commitOf();
  const run = runUrl();
  const looked = {
    version: 1,
    what,
    name: environment ?? what,
    at: now.toISOString(),
    ...(commit && { commit }),
    ...(run && { run }),
    stacks: ids,
    ...found,
  } as Looked;
  const markdown = markdownOf(looked, mostBytes);
  // Two jobs may look at the stacks of one environment: the first that is named sets their files apart.
  writeLooked(out, looked, markdown, [looked.name, ...patterns.slice(0, 1)].join("-").replace(/[^a-z0-9-]/g, ""));
  writeSummary(markdown);
  print(json ? JSON.stringify(looked) : markdown);
  const unseen = unseenOf(looked);
  for (const { stack, error } of unseen) printError(`${stack}: ${error}`);
  process.exitCode = interrupt.exitCode || (unseen.length > 0 ? 1 : 0);
}

/** The stacks that are meant. Without a name those of the emulator are left out, where there are others. */
async function idsOf(patterns: readonly string[], { of, environment }: LookOptions): Promise<string[]> {
  const all = await readProject();
  const known = environmentsOf(all.stacks);
  if (environment !== undefined && !known.includes(environment))
    throw new UserError(`--environment: expected one of ${known.join(", ")}, found ${environment}`);
  const unknown = of?.filter((id) => !all.stacks.some((stack) => stack.id === id)) ?? [];
  if (unknown.length > 0)
    throw new UserError(`--of: expected ids of stacks, found ${unknown.join(", ")}: npm run stacks lists them`);
  const found = await select(all, patterns);
  const some = found.filter(
    (stack) => (environment === undefined || stack.environment === environment) && (!of || of.includes(stack.id)),
  );
  if (of || patterns.length > 0) return some.map(({ id }) => id);
  const emulated = await emulatedStacks(some.map(({ id }) => id));
  const clouds = some.filter(({ id }) => !emulated.includes(id));
  return (clouds.length > 0 ? clouds : some).map(({ id }) => id);
}

type Found = Partial<Looked>;
type Look = (ids: readonly string[], options: LookOptions, now: Date) => Promise<Found>;

const looks: Readonly<Record<What, Look>> = {
  plan: plans,
  drift,
  due: watched("due"),
  health: watched("health"),
};

/** Builds the stacks; one that cannot be built is a failure of its own, and stops no other. */
async function built<T>(
  ids: readonly string[],
  { settings: settingsFiles, json, parallel }: LookOptions,
  work: (selection: Selection, run: Omit<RunOptions, "dependencies">) => Promise<T>,
): Promise<{ readonly unbuilt: { id: string; error: string }[]; readonly results?: T }> {
  const unbuilt: { id: string; error: string }[] = [];
  if (ids.length === 0) return { unbuilt };
  const apart = (id: string, error: string) => void unbuilt.push({ id, error });
  const results = await withStacks({ patterns: ids, settingsFiles, apart }, (selection) =>
    withProgress(false, (progress) =>
      work(selection, { source: selection.source, parallel, progress: json ? silent : progress, again: againWith }),
    ),
  );
  return { unbuilt, results };
}

async function plans(ids: readonly string[], options: LookOptions): Promise<Found> {
  const { unbuilt, results = [] } = await built(ids, options, (selection, run) =>
    lookAtPlans(selection.ids, { ...run, overrides: selection.overrides }),
  );
  const planned = results.map(({ id, plan, error }) => ({ id, ...(plan && { plan }), ...(error && { error }) }));
  return { plans: [...planned, ...unbuilt] };
}

async function drift(ids: readonly string[], options: LookOptions, now: Date): Promise<Found> {
  const list = readAccepted(projectPlace());
  const all = (await references([])).map(({ id }) => id);
  const { unbuilt, results = [] } = await built(ids, options, (selection, run) =>
    driftStacks(selection.ids, {
      ...run,
      accepted: list,
      now,
      ...(options.record && { record: { commit: commitOf() ?? "" } }),
    }),
  );
  const addresses = new Map(results.flatMap(({ id, looked }) => (looked ? [[id, looked.addresses] as const] : [])));
  return {
    drifts: results.flatMap(({ looked }) => looked?.drift ?? []),
    failed: [...unbuilt, ...results].flatMap(({ id, error }) => (error ? [{ stack: id, error }] : [])),
    accepted: acceptedState(list, { all, meant: ids, isWhole: !options.of, addresses, now }),
  };
}

function watched(what: Watched): Look {
  return async (ids, { settings }) => {
    if (ids.length === 0) return { findings: [] };
    const { findings } = await lookedUp(ids, settings);
    return { findings: watchedFindings(what, findings) };
  };
}
