import { readFileSync } from "node:fs";
import type { ReleaseTarget } from "../../../stacks/aws/release-target";
import { StackView } from "../../preflight/look/stack-view";
import type { Workspace } from "../../terraform/workspace";
import { awsClients } from "../aws/clients";
import { deployedServices } from "../aws/deployed-services";
import { imageOf, rolloutOf } from "../aws/ecs-sides";
import type { Rollout, Values } from "../port/platform";

/** A look at all services of a stack on ECS. */
export interface DeployedRollout extends Rollout {
  /** Late-bound values with the images that run in their place, where ECS has rolled back. */
  readonly back: Readonly<Record<string, string>>;
}

/** Looks at the rollouts of a deployed stack, with the credentials of its provider. */
export function deployedRollouts(workspace: Workspace, target: ReleaseTarget) {
  const identity = new StackView(workspace.id, readFileSync(workspace.path("cdk.tf.json"), "utf8")).aws;
  if (!identity) throw new Error(`${workspace.id}: expected a provider of AWS with an account`);
  const clients = awsClients(identity);
  return async (state: Values): Promise<DeployedRollout> => {
    const services = deployedServices(target, state);
    const each = await Promise.all(
      services.map(async (of) => ({ of, rollout: await rolloutOf(clients, target.cluster, [of], of.image) })),
    );
    const failed = each.filter(({ rollout }) => rollout.is === "failed");
    const running = await Promise.all(failed.map(({ of }) => imageOf(clients, target.cluster, of.service)));
    const back = failed.flatMap(({ of }, index) => {
      const image = running[index];
      return image !== undefined && image !== of.image ? [[of.value, image] as const] : [];
    });
    const is = failed.length > 0 ? "failed" : each.every(({ rollout }) => rollout.is === "ready") ? "ready" : "rolling";
    const seen = (is === "failed" ? failed : each).flatMap(({ rollout }) => rollout.seen);
    return { is, seen, back: Object.fromEntries(back) };
  };
}
