import { bootstrap as bootstrapEnvironment } from "../operations/bootstrap";
import { againWithOptions, approvalFor, type ChangeOptions, finish, withProgress } from "../operations/command-output";
import { ensureHcpWorkspaces } from "../operations/hcp/workspaces";
import { readProject } from "../operations/selection";
import type { Progress } from "../progress/progress";
import { withStacks } from "./with-stacks";

/**
 * Creates the state backend of an environment, or repairs it: bucket and lock table, or the workspaces of all its stacks in HCP Terraform.
 * An environment without an account's stack has workspaces only.
 */
export async function bootstrap(environment: string, options: ChangeOptions): Promise<void> {
  const { settings: settingsFiles, var: vars, json } = options;
  const account = `account-${environment}`;
  const stacks = (await readProject()).stacks.filter((stack) => stack.environment === environment);
  const ids = stacks.map(({ id }) => id);
  const makeWorkspaces = (progress: Progress) =>
    withStacks({ patterns: ids, settingsFiles }, ({ ids: built, source, hcpRuns }) =>
      ensureHcpWorkspaces(built, { source, environment, progress, hcpRuns }),
    );
  if (ids.length > 0 && !ids.includes(account)) {
    await withProgress(json, makeWorkspaces);
    finish([], json);
    return;
  }
  await withStacks({ patterns: [account], settingsFiles, vars }, async (selection) => {
    const result = await withProgress(json, (progress) =>
      bootstrapEnvironment(environment, {
        ...selection,
        progress,
        vars,
        again: (_, id) => againWithOptions(options)?.("bootstrap", id.slice("account-".length)) ?? "",
        lockTimeoutSeconds: options.lockTimeout,
        approve: approvalFor(options, selection, progress),
        makeWorkspaces,
      }),
    );
    finish([result], json);
  });
}
