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
import { withHandedPlans } from "../operations/with-handed-plans";
import { UserError } from "../process/user-error";
import type { EarlierState } from "../terraform/earlier-state";
import { type ConfirmBy, confirmedBy } from "./confirm-by";
import { plannedOf } from "./planned";
import { policyOf } from "./policy";
import { withStacks } from "./with-stacks";

interface DeployCommandOptions extends ConfirmBy {
  /** Apply plans that were made before: of this checkout, or those of a folder. */
  readonly planned?: boolean | string;
  readonly refresh: boolean;
  readonly adopt?: boolean;
  readonly replace?: readonly string[];
  readonly verbose?: boolean;
  readonly moveState?: boolean;
  readonly preflight?: boolean;
  readonly releaseUnseen?: boolean;
  readonly wait?: boolean;
  readonly policy?: boolean;
}

/** Looks at what stacks need that do not exist yet, then plans, shows the plan, waits for approval and applies it. */
export async function deploy(named: readonly string[], options: ChangeOptions & DeployCommandOptions): Promise<void> {
  const { settings: settingsFiles, var: vars, json, parallel, refresh, adopt, replace = [], moveState } = options;
  const { planned, folder, stacks: patterns } = plannedOf(options.planned, named);
  if (patterns.length === 0) {
    const where = folder === undefined ? "" : `, or a folder with plans; ${folder} has none`;
    throw new UserError(`deploy: expected the ids of stacks${where}`);
  }
  if (options.confirmBy && folder === undefined) {
    throw new UserError(
      "--confirm-by github: expected --planned <folder>, with the plans that were approved: an approval that came before a plan confirms nothing of it",
    );
  }
  await withStacks({ patterns, settingsFiles, vars }, async (selection, reachable) => {
    if (replace.length > 0 && selection.ids.length > 1)
      throw new UserError(`--replace: expected one stack, found ${selection.ids.join(", ")}`);
    const decided = await confirmedBy(options, selection.ids, selection);
    const results = await withProgress(json, async (progress) => {
      const confirm = confirmationFor(decided, selection, progress);
      const confirmMove = (id: string, { from, to, resources, serial }: EarlierState) =>
        confirm({
          id,
          text: `${id}: state with ${resources} resources (serial ${serial})\n  from ${from}\n  to   ${to}\n  the first keeps its copy`,
          verb: "move the state of",
        });
      const { ids, source } = selection;
      const policy = options.policy ? await policyOf(selection) : undefined;
      const from = { source, progress };
      return withHandedPlans(folder, ids, from, async (fromPlans) => {
        if (options.preflight !== false) await checkFirstDeploy(ids, selection, { progress, vars });
        return deployStacks(ids, {
          ...selection,
          progress,
          vars,
          again: againWithOptions(options),
          parallel,
          planned,
          refresh,
          adopt,
          releaseUnseen: options.releaseUnseen,
          ...(options.wait !== undefined && { wait: options.wait }),
          replace,
          ...(policy && { policy }),
          lockTimeoutSeconds: options.lockTimeout,
          ...(moveState && { confirmMove }),
          approve: approvalFor(decided, selection, progress),
          ...fromPlans,
        });
      });
    });
    finish(
      results.map((of) => ({ ...of, outputs: reachable(of.outputs) })),
      json,
    );
  });
}
