import { Construct } from "constructs";
import { type DeployState, stateStatements } from "./deploy-role-statements";
import { type ReleaseRoleProps, releaseRole } from "./release-role";

export interface StateRoleProps extends Omit<ReleaseRoleProps, "name" | "deploys"> {
  /** Id of the stack, which is the key of its state. */
  readonly stack: string;
  readonly state: Omit<DeployState, "stateKeys">;
  /** Key of the account's own state, from which the key of a plan between two jobs is made. */
  readonly accountKey: string;
}

/**
 * The role with which the repository of an application deploys images of a stack on another cloud: its state is in this account. It reads and
 * writes that state, reads the account's own for the key of a plan, and reaches nothing else.
 */
export class StateRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: StateRoleProps) {
    super(scope, id);
    const { names, stack, state, accountKey } = props;
    this.arn = releaseRole(this, { ...props, name: `state-${stack}`, deploys: stack }, [
      ...stateStatements(names, { ...state, stateKeys: [stack] }),
      {
        sid: "PlanKey",
        actions: ["s3:GetObject"],
        resources: [`${names.arn("s3", state.bucketName)}/${accountKey}`],
      },
    ]);
  }
}
