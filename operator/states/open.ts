import type { S3Place } from "../aws/state-bucket";
import { UserError } from "../process/user-error";
import type { StackConfig } from "../terraform/stack-config";
import type { States } from "./states";

/** A stack, as far as it is about its state. */
export interface StateOwner {
  readonly id: string;
  readonly config: Pick<StackConfig, "backend">;
  /** The environment of its Terraform. */
  readonly env: NodeJS.ProcessEnv;
}

/** The versions of a stack's state. Loaded late: they load the AWS SDK. @throws {UserError} where the state is in a file */
export async function statesOf({ id, config, env }: StateOwner): Promise<States> {
  const { type, settings } = config.backend;
  if (type === "s3") {
    const { BucketStates } = await import("./bucket-states.js");
    return new BucketStates(settings as unknown as S3Place);
  }
  if (type === "cloud") {
    const { HcpStates } = await import("./hcp-states.js");
    return HcpStates.open(settings, env);
  }
  throw new UserError(
    `${id}: versions of a state are kept in S3 and in HCP Terraform, found a state in the backend ${type}`,
  );
}
