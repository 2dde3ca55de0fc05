import { acceptedState } from "../drift/accept";
import { type Accepted, readAccepted } from "../drift/accepted-file";
import type { StackDrift } from "../drift/report";
import { driftMarkdown } from "../drift/report-markdown";
import { driftText } from "../drift/report-text";
import { wayBack } from "../drift/revert";
import {
  againWithOptions,
  approvalFor,
  type ChangeOptions,
  finish,
  print,
  printError,
  withProgress,
} from "../operations/command-output";
import { driftStacks, revertStacks } from "../operations/drift";
import { projectPlace } from "../operations/project";
import type { StackResult } from "../operations/run";
import { references, type Selection } from "../operations/selection";
import { commitOf } from "../process/checkout";
import { interrupt } from "../process/interrupt";
import { silent } from "../progress/progress";
import { withStacks } from "./with-stacks";

interface DriftCommandOptions extends ChangeOptions {
  readonly markdown?: boolean;
  readonly record?: boolean;
  readonly revert?: boolean;
  readonly verbose?: boolean;
  /** A test's. No option of the command line sets it. @default - now */
  readonly now?: Date;
}

/**
 * Compares stacks with what Terraform last wrote. Exit code 0: no drift, 1: an error or an acceptance whose day has passed, 2: drift.
 * With `--revert` it plans the way back, waits for approval and applies it: exit code 0: nothing of it is left, 1, 2 as before.
 */
export async function drift(patterns: readonly string[], options: DriftCommandOptions): Promise<void> {
  const { settings: settingsFiles, var: vars, json, parallel, record, revert, verbose, now = new Date() } = options;
  const list = readAccepted(projectPlace());
  const all = (await references([])).map(({ id }) => id);
  const unbuilt: { id: string; error: string }[] = [];
  // Only its settings say which bucket its record is in.
  const notWritten = record ? "\nnot recorded: the settings that name its state bucket have a mistake" : "";
  const apart = (id: string, error: string) => void unbuilt.push({ id, error: `${error}${notWritten}` });
  await withStacks({ patterns, settingsFiles, vars, apart, cloudsFirst: patterns.length === 0 }, async (selection) => {
    const compared = await withProgress(false, (progress) =>
      driftStacks(selection.ids, {
        source: selection.source,
        vars,
        again: againWithOptions(options),
        parallel,
        accepted: list,
        now,
        ...(record && { record: { commit: commitOf() ?? "" } }),
        progress: json ? silent : progress,
      }),
    );
    const drifts = driftsOf(compared);
    const failed = [...unbuilt, ...compared].flatMap(({ id, error }) => (error ? [{ stack: id, error }] : []));
    const addresses = new Map(compared.flatMap(({ id, looked }) => (looked ? [[id, looked.addresses] as const] : [])));
    const isWhole = patterns.length === 0;
    const meant = [...selection.ids, ...unbuilt.map(({ id }) => id)];
    const leftOut = isWhole ? all.filter((id) => !meant.includes(id)) : [];
    const accepted = acceptedState(list, { all, meant, leftOut, isWhole, addresses, now });
    const isWrong = failed.length > 0 || accepted.expired.length > 0;
    process.exitCode = interrupt.exitCode || (isWrong ? 1 : hasDrift(drifts) ? 2 : 0);
    if (json) print(JSON.stringify({ ...(revert && { type: "drift" }), stacks: drifts, failed, accepted, leftOut }));
    else if (options.markdown) print(driftMarkdown(drifts, failed, accepted, undefined, leftOut));
    else {
      for (const of of drifts) print(driftText(of, { verbose }));
      for (const { stack, error } of failed) printError(`${stack}: ${error}`);
      for (const line of [...accepted.expired, ...accepted.warnings]) printError(line);
      if (leftOut.length > 0) printError(`left out, because the emulator has them: ${leftOut.join(", ")}: name them`);
    }
    if (revert && !interrupt.requested) await goBack(drifts, list, selection, options, isWrong);
  });
}

/** Plans and applies the way back of each stack, and looks again at what was changed. */
async function goBack(
  drifts: readonly StackDrift[],
  accepted: readonly Accepted[],
  selection: Selection,
  options: DriftCommandOptions,
  isWrong: boolean,
): Promise<void> {
  const { json, parallel, var: vars } = options;
  const found = drifts.filter(({ status }) => status === "drift").map((of) => [of.stack, wayBack(of)] as const);
  const leftOut = found.flatMap(([id, way]) => way.leftOut.map((line) => `${id}: left as it is: ${line}`));
  for (const line of leftOut) printError(line);
  const common = { source: selection.source, vars, parallel, again: againWithOptions(options) };
  const lookAgain = (ids: readonly string[]) =>
    withProgress(false, (progress) =>
      driftStacks(ids, { ...common, accepted, now: options.now ?? new Date(), progress: json ? silent : progress }),
    );
  const ways = new Map(found.filter(([, { targets }]) => targets.length > 0));
  if (ways.size === 0) return;
  const results = await withProgress(json, (progress) =>
    revertStacks({ ...common, ways, progress, approve: approvalFor(options, selection, progress) }),
  );
  finish(results, json);
  const changed = results.filter(({ status }) => status === "deployed").map(({ id }) => id);
  const again = changed.length === 0 || interrupt.requested ? [] : await lookAgain(changed);
  const left = driftsOf(again);
  if (again.length > 0 && json) print(JSON.stringify({ type: "drift", stacks: left }));
  else for (const of of left) print(driftText(of, options));
  const failed = again.some(({ looked }) => !looked);
  // The result of the way back alone is in it by now, and not what was found before.
  if (!process.exitCode) process.exitCode = isWrong || failed ? 1 : leftOut.length > 0 || hasDrift(left) ? 2 : 0;
}

const driftsOf = (results: readonly StackResult[]) => results.flatMap(({ looked }) => looked?.drift ?? []);
const hasDrift = (drifts: readonly StackDrift[]) => drifts.some(({ status }) => status === "drift");
