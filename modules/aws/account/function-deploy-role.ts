import { Construct } from "constructs";
import { settled } from "../access/settled";
import { type DeployState, stateStatements } from "./deploy-role-statements";
import { functionReleaseStatements, type ReleasedFunctions } from "./function-release-statements";
import { type ReleaseRoleProps, releaseRole } from "./release-role";
import { releaseLogStatements } from "./release-statements";

export interface FunctionDeployRoleProps extends ReleaseRoleProps, ReleasedFunctions {
  /** Where the state is that it may change. */
  readonly state: DeployState;
  /** The bucket with the log of releases. @default - that of the state */
  readonly logBucketName?: string;
}

/**
 * The role of a GitHub Actions workflow that releases the functions of a stack, without a stored key: it publishes versions of their code
 * and leads the alias to them (`npm run release -- <stack> --code`, `npm run rollback`). It cannot change any other infrastructure.
 */
export class FunctionDeployRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: FunctionDeployRoleProps) {
    super(scope, id);
    const { names, state, logBucketName = state.bucketName } = props;
    this.arn = releaseRole(this, props, [
      ...stateStatements(names, state),
      ...releaseLogStatements(names, logBucketName, state.stateKeys),
      ...functionReleaseStatements({ ...props, functionArns: settled(this, "function-arns", props.functionArns) }),
    ]);
  }
}
