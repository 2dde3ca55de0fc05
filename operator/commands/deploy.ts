import {
  againWithOptions,
  approvalFor,
  type ChangeOptions,
  confirmationFor,
  finish,
  withProgress,
} from "../operations/command-output";
import { deployStacks } from "../operations/deploy";
import { checkFirstDeploy } from "../operations/first-deploy";
import { UserError } from "../process/user-error";
import type { EarlierState } from "../terraform/earlier-state";
import { withStacks } from "./with-stacks";

interface DeployCommandOptions {
  readonly planned?: boolean;
  readonly refresh: boolean;
  readonly adopt?: boolean;
  readonly replace?: readonly string[];
  readonly verbose?: boolean;
  readonly moveState?: boolean;
  readonly preflight?: boolean;
  readonly wait?: boolean;
}

/** Looks at what stacks need that do not exist yet, then plans, shows the plan, waits for approval and applies it. */
export async function deploy(
  patterns: readonly string[],
  options: ChangeOptions & DeployCommandOptions,
): Promise<void> {
  const {
    settings: settingsFiles,
    var: vars,
    json,
    parallel,
    planned,
    refresh,
    adopt,
    replace = [],
    moveState,
  } = options;
  await withStacks({ patterns, settingsFiles, vars }, async (selection, reachable) => {
    if (replace.length > 0 && selection.ids.length > 1)
      throw new UserError(`--replace: expected one stack, found ${selection.ids.join(", ")}`);
    const results = await withProgress(json, async (progress) => {
      if (options.preflight !== false) await checkFirstDeploy(selection.ids, selection, { progress, vars });
      const confirm = confirmationFor(options, selection, progress);
      const confirmMove = (id: string, { from, to, resources, serial }: EarlierState) =>
        confirm({
          id,
          text: `${id}: state with ${resources} resources (serial ${serial})\n  from ${from}\n  to   ${to}\n  the first keeps its copy`,
          verb: "move the state of",
        });
      return deployStacks(selection.ids, {
        ...selection,
        progress,
        vars,
        again: againWithOptions(options),
        parallel,
        planned,
        refresh,
        adopt,
        ...(options.wait !== undefined && { wait: options.wait }),
        replace,
        ...(moveState && { confirmMove }),
        approve: approvalFor(options, selection, progress),
      });
    });
    finish(
      results.map((of) => ({ ...of, outputs: reachable(of.outputs) })),
      json,
    );
  });
}
