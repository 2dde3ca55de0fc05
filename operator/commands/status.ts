import { type CommonOptions, print, stoppable } from "../operations/command-output";
import { statusViews } from "../operations/status-views";
import type { StackView } from "../preflight/look/stack-view";
import { interrupt } from "../process/interrupt";
import { sayIfLong } from "../process/patience";
import { count, none, type StatusFinding, unknown } from "../status/finding";
import { pluginEnvironment } from "../terraform/plugins";
import { useRunningEmulator } from "./with-stacks";

/**
 * Shows what needs someone this morning, of environments or stacks; all if none is named. Exit code 0: nothing does; 1: something could not
 * be looked up, or an error; 2: something does. Changes nothing.
 */
export async function status(
  names: readonly string[],
  { settings, json }: Pick<CommonOptions, "settings" | "json">,
): Promise<void> {
  const { environments, environmentOf, views, at, findings } = await lookedUp(names, settings);
  const { statusText, verdictOf } = await import("../status/text.js");
  const verdict = verdictOf(findings);
  if (json) {
    const stacks = views.map(({ id }) => ({ stack: id, environment: environmentOf(id) }));
    print(JSON.stringify({ type: "result", at: at.toISOString(), environments, status: verdict, stacks, findings }));
  } else print(statusText(findings, { environments, at, stacks: views.length }));
  process.exitCode = interrupt.exitCode || { healthy: 0, unknown: 1, attention: 2 }[verdict];
}

/** Looks at environments or stacks, all if none is named: those of clouds first, then those on the emulator. */
export async function lookedUp(names: readonly string[], settings: readonly string[]) {
  const { environments, views, known, emulatedIds, environmentOf, wrong } = await statusViews(names, settings);
  const at = new Date();
  const isLocal = ({ id }: StackView) => emulatedIds.includes(id);
  const { statusFindings } = await import("../status/status.js");
  const env = { ...process.env, ...pluginEnvironment(".local") };
  const look = async (stacks: readonly StackView[], emulated: boolean): Promise<StatusFinding[]> =>
    stacks.length === 0 ? [] : statusFindings({ stacks, known, emulated, env, at });
  const findings = await stoppable(() =>
    sayIfLong(`looking at ${count(views.length, "stack")}: at most 20 seconds`, async () => {
      const ofClouds = await look(
        views.filter((view) => !isLocal(view)),
        false,
      );
      // After the clouds: from here on, this process knows the emulator alone.
      const local = views.filter(isLocal);
      const closed = local.length > 0 ? await emulatorClosed(local, names.length > 0) : [];
      return [...wrong, ...ofClouds, ...closed, ...(closed.length > 0 ? [] : await look(local, true))];
    }),
  );
  return { environments, environmentOf, views, at, findings };
}

/** Points this process at the emulator; where it does not run, a finding says so. @param wasNamed whether the command names the stacks */
async function emulatorClosed(stacks: readonly StackView[], wasNamed: boolean): Promise<StatusFinding[]> {
  if (await useRunningEmulator()) return [];
  const of = { topic: "stacks" as const, stacks: stacks.map(({ id }) => id), subject: "" };
  const text = "the emulator does not run";
  return [{ ...of, ...(wasNamed ? unknown(text, "npm start") : none(`${text}: npm start`)) }];
}
