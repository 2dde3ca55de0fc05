import type { Progress } from "../../progress/progress";
import type { Workspace } from "../../terraform/workspace";
import type { Clock, ReleaseContext } from "../run/context";
import { TerraformState } from "../state/terraform-state";
import { realClock } from "./clock";
import { logOf } from "./log-of";
import { orphanRun } from "./orphan-run";
import { carriersOf, platformOf, targetOf } from "./platform-of";
import { runCommand } from "./run-command";
import { hasEnded, thisOperator } from "./this-operator";

export interface ContextProps {
  readonly progress: Progress;
  /** Ends the release, which then goes back. */
  readonly interrupt: AbortSignal;
  /** The one question. @default - confirmed */
  readonly confirm?: (lines: readonly string[]) => Promise<boolean>;
  /** Asks a person. @default - there is no terminal */
  readonly ask?: NonNullable<ReleaseContext["ask"]>;
  /** Makes an address work from here. @default - it does */
  readonly reachable?: <T>(value: T) => T;
  /** Leave out what does not carry the release: a rollback works from any checkout. @default false */
  readonly leaveOut?: boolean;
  /** @default - that of this machine */
  readonly clock?: Clock;
}

/** Everything that the engine needs of a deployed stack, in an initialized workspace. */
export async function releaseContext(workspace: Workspace, props: ContextProps): Promise<ReleaseContext> {
  const { progress, clock = realClock, reachable = (value) => value, leaveOut, confirm, ask, interrupt } = props;
  const store = logOf(workspace.id, workspace.path("cdk.tf.json"));
  const target = await targetOf(workspace);
  const state = new TerraformState(workspace, {
    progress,
    carriers: carriersOf(target, leaveOut),
    leaveOut,
    // Published code is the build of a release of functions.
    carriesBuild: target.platform === "lambda",
  });
  const { platform, clients } = await platformOf({ workspace, target, state, clock, reachable });
  return {
    stack: workspace.id,
    platform,
    state,
    store,
    clock,
    interrupt,
    operator: thisOperator(workspace.id),
    hasEnded,
    orphan: () => orphanRun(workspace),
    say: (text) => progress.report({ stack: workspace.id, type: "note", text }),
    run: runCommand,
    credentialsLast: async () => {
      const { expiration } = await clients.ecs.config.credentials();
      return expiration && (expiration.getTime() - Date.now()) / 1000;
    },
    ...(confirm && { confirm }),
    ...(ask && { ask }),
  };
}
