import type { ReleaseTarget } from "../../../stacks/aws/release-target";
import type { Workspace } from "../../terraform/workspace";
import { deployedServices } from "../aws/deployed-services";
import { ecsRollout } from "../aws/ecs-rollout";
import { togetherRolled } from "../aws/rollouts";
import type { Rollout, Values } from "../port/platform";
import { clientsOf } from "./platform-of";

/** A look at all services of a stack on ECS. */
export interface DeployedRollout extends Rollout {
  /** Late-bound values with the images that run in their place, where ECS has rolled back. */
  readonly back: Readonly<Record<string, string>>;
  /** Whether one has failed that ECS will roll back, and has not yet. */
  readonly goesBack: boolean;
}

/** Looks at the rollouts of a deployed stack, with the credentials of its provider. */
export function deployedRollouts(workspace: Workspace, target: ReleaseTarget, state: Values) {
  const { ecs } = clientsOf(workspace);
  const services = deployedServices(target, state);
  return async (): Promise<DeployedRollout> => {
    const all = await Promise.all(services.map((of) => ecsRollout(ecs, target.cluster, of)));
    const back = all.flatMap(({ runs }, index) => (runs && services[index] ? [[services[index].value, runs]] : []));
    const failed = all.filter(({ is }) => is === "failed");
    const goesBack = failed.some((of) => of.goesBack);
    return { ...togetherRolled(failed.length > 0 ? failed : all), back: Object.fromEntries(back), goesBack };
  };
}
