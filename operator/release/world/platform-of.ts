import { readFileSync } from "node:fs";
import type { ReleaseTarget } from "../../../stacks/aws/release-target";
import type { FunctionsTarget } from "../../../stacks/aws-shared/function-release";
import { StackView } from "../../preflight/look/stack-view";
import { UserError } from "../../process/user-error";
import { readOutputs } from "../../terraform/outputs";
import type { Workspace } from "../../terraform/workspace";
import { type AwsClients, awsClients } from "../aws/clients";
import { EcsPlatform } from "../aws/ecs-platform";
import { LambdaPlatform } from "../aws/lambda-platform";
import type { Platform } from "../port/platform";
import type { Clock } from "../run/context";
import { readState } from "../state/apply-error";
import { aliasCarriers, type Carriers, ecsCarriers, functionCarriers } from "../state/carriers";
import type { TerraformState } from "../state/terraform-state";
import { notReleased } from "./settings";

/** The output `release_target` of a stack that can be released. */
export type Target = ReleaseTarget | FunctionsTarget;

/** What a platform's release may change; and its rollback, which leaves out what else is edited. */
export function carriersOf({ platform }: Target, leaveOut = false): Carriers {
  if (platform === "ecs") return ecsCarriers;
  return leaveOut ? aliasCarriers : functionCarriers;
}

/** Where a stack's release is carried, by its outputs. @throws {UserError} when it is not deployed, or has none */
export async function targetOf(workspace: Workspace): Promise<Target> {
  const { id, config } = workspace;
  if (!config.outputs.includes("release_target")) throw new UserError(notReleased(id));
  const { release_target } = await readOutputs(workspace);
  if (!release_target) throw new UserError(`${id} is not deployed: run npm run deploy -- ${id}`);
  return release_target as Target;
}

/** Clients with the credentials of a stack's own provider. */
export function clientsOf(workspace: Workspace): AwsClients {
  const identity = new StackView(workspace.id, readFileSync(workspace.path("cdk.tf.json"), "utf8")).aws;
  if (!identity) throw new UserError(`${workspace.id}: expected a provider of AWS with an account`);
  return awsClients(identity);
}

export interface PlatformProps {
  readonly workspace: Workspace;
  readonly target: Target;
  readonly state: Pick<TerraformState, "known">;
  readonly clock: Clock;
  /** Makes an address work from here, as on the emulator. */
  readonly reachable: <T>(value: T) => T;
}

/** The platform of a deployed stack, with the clients that it asks. */
export async function platformOf(props: PlatformProps): Promise<{ platform: Platform; clients: AwsClients }> {
  const { workspace, target, state, clock, reachable } = props;
  const clients = clientsOf(workspace);
  const common = { clients, values: () => state.known(), now: () => clock.now() };
  const again = () => readState(workspace, () => targetOf(workspace));
  if (target.platform === "ecs") {
    const tasks = async () => ((await again()) as ReleaseTarget).tasks;
    return { platform: new EcsPlatform({ ...common, target: reachable(target), tasks }), clients };
  }
  const functions = async () => (await again()) as FunctionsTarget;
  return { platform: await LambdaPlatform.of({ ...common, target: functions }), clients };
}
