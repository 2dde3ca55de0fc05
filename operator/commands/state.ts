import { type ChangeOptions, confirmationFor, print } from "../operations/command-output";
import { restoreState } from "../operations/restore/state-restore";
import { withWorkspace } from "../operations/with-workspace";
import { waitForOrphanedTerraform } from "../process/process-lock";
import { UserError } from "../process/user-error";
import { changesBetween, differingResources, fingerprint, isEmpty } from "../states/changes";
import { readHistory, type StateHistory, type StateVersion } from "../states/history";
import { statesOf } from "../states/open";
import { pick } from "../states/pick";
import { diffLines, historyLines, showLines } from "../states/report";
import { readState, type State } from "../states/state-text";
import type { States } from "../states/states";
import { problemLines, wholeVersion } from "../states/wrong-state";
import { pluginEnvironment } from "../terraform/plugins";
import { readStackConfig } from "../terraform/stack-config";
import { oneStack, printed } from "./with-release";
import { withStacks } from "./with-stacks";

interface StateOptions {
  readonly json?: boolean;
  readonly settings: readonly string[];
  /** How many versions are read. */
  readonly most: number;
}

/** What a command prints: for machines, and for people. */
interface Answer {
  readonly data: object;
  readonly lines: readonly string[];
  readonly code: number;
}

/** Lists the versions of a stack's state. Exit code 1 unless the newest is whole. */
export function stateHistory(pattern: string, options: StateOptions): Promise<void> {
  return look(pattern, options, true, async (_, history) => {
    const problem = problemLines(history);
    const whole = wholeVersion(history)?.id;
    const data = {
      ...history,
      isWhole: !problem,
      ...(whole && { whole }),
      ...(problem && { problem: problem.join("\n") }),
    };
    const lines = history.versions.length > 0 || problem ? historyLines(history) : [neverSaved(history)];
    return { data, lines, code: problem ? 1 : 0 };
  });
}

/** Shows the addresses and the names of the outputs of one version. */
export function stateShow(pattern: string, options: StateOptions & { readonly version: string }): Promise<void> {
  return look(pattern, options, false, async (states, history) => {
    const { version, state } = await open(states, history, options.version);
    const writer = await states.writer(version);
    const { changes: _, ...shown } = { ...version, ...(writer && { writer }) };
    const resources = state.resources.map(({ address, isData, status }) => ({ address, isData, status }));
    const data = { stack: history.id, version: shown, resources, outputs: Object.keys(state.outputs).sort() };
    return { data, lines: showLines(history, shown, state), code: 0 };
  });
}

/** Names what differs between two versions. Exit code 2 where anything does. */
export function stateDiff(pattern: string, from: string, to: string | undefined, options: StateOptions): Promise<void> {
  return look(pattern, options, false, async (states, history) => {
    const before = await open(states, history, from);
    const after = await open(states, history, to ?? "now");
    const changes = changesBetween(fingerprint(before.state), fingerprint(after.state));
    const differences = differingResources(before.state, after.state);
    const { added, removed, outputs } = changes;
    const data = {
      stack: history.id,
      from: before.version.id,
      to: after.version.id,
      added,
      removed,
      changed: differences,
      outputs,
    };
    const lines = diffLines(history, [before.version, after.version], changes, differences);
    return { data, lines, code: isEmpty(changes) ? 0 : 2 };
  });
}

/** Puts a version back as the newest, after its plan and a question. Exit code 1 unless it is the newest. */
export async function stateRestore(
  pattern: string,
  options: StateOptions &
    ChangeOptions & { readonly version: string; readonly plan: boolean; readonly refresh: boolean },
): Promise<void> {
  const { id } = await oneStack(pattern);
  const { version, most, plan, refresh } = options;
  await withStacks({ patterns: [id], settingsFiles: options.settings }, (selection) =>
    printed(options, async (progress) => {
      const say = (text: string) => progress.report({ stack: id, type: "note", text });
      await waitForOrphanedTerraform(id, say);
      const confirm = confirmationFor(options, selection, progress);
      const props = { id, source: selection.source, operation: "state restore", say };
      const { lines, ...data } = await withWorkspace(props, (workspace) =>
        restoreState(workspace, { version, most, plan, refresh, progress, confirm }),
      );
      return { data, lines, good: data.status !== "declined" };
    }),
  );
}

/** Reads a stack's versions and prints the answer. Nothing is locked, and no folder of the stack is touched. */
async function look(
  pattern: string,
  { json, settings: settingsFiles, most }: StateOptions,
  withWriters: boolean,
  answer: (states: States, history: StateHistory) => Promise<Answer>,
): Promise<void> {
  const { id } = await oneStack(pattern);
  await withStacks({ patterns: [id], settingsFiles }, async ({ source }) => {
    const config = readStackConfig(`${source}/stacks/${id}/cdk.tf.json`);
    const states = await statesOf({ id, config, env: { ...process.env, ...pluginEnvironment(".local") } });
    try {
      const { data, lines, code } = await answer(states, await readHistory(id, states, most, withWriters));
      if (json) print(JSON.stringify({ type: "result", ...data }));
      else for (const line of lines) print(line);
      process.exitCode = code;
    } finally {
      states.close();
    }
  });
}

async function open(
  states: States,
  history: StateHistory,
  name: string,
): Promise<{ readonly version: StateVersion; readonly state: State }> {
  const version = pick(history, name);
  const state = version.state && readState(await states.text(version));
  if (state) return { version, state };
  const lines = problemLines(history) ?? [];
  throw new UserError(
    [`${name}: version ${version.id} of the state of ${history.id} is no state`, ...lines].join("\n"),
  );
}

const neverSaved = ({ id, place }: StateHistory) =>
  `${id}: no version of the state in ${place}: it was never deployed, or all were deleted`;
