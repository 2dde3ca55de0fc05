import { Construct } from "constructs";
import { type DeployState, stateStatements } from "./deploy-role-statements";
import { type ReleaseRoleProps, releaseRole } from "./release-role";

export interface StateRoleProps extends Omit<ReleaseRoleProps, "name" | "deploys"> {
  /** Id of the stack, which is the key of its state. */
  readonly stack: string;
  readonly state: Omit<DeployState, "stateKeys">;
}

/**
 * The role with which the repository of an application deploys images of a stack on another cloud: its state is in this account. It reads and
 * writes that state, and reaches nothing else: not the account's, from which the keys of other stacks' plans are made.
 */
export class StateRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: StateRoleProps) {
    super(scope, id);
    const { names, stack, state } = props;
    const statements = stateStatements(names, { ...state, stateKeys: [stack] });
    this.arn = releaseRole(this, { ...props, name: `state-${stack}`, deploys: stack }, statements);
  }
}
