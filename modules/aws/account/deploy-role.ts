import { Construct } from "constructs";
import { settled } from "../access/settled";
import { type DeployedServices, type DeployState, serviceStatements, stateStatements } from "./deploy-role-statements";
import { type ReleaseRoleProps, releaseRole } from "./release-role";
import { type ReleasedServices, releaseLogStatements, releaseStatements } from "./release-statements";

export interface DeployRoleProps extends ReleaseRoleProps, DeployedServices {
  /** What a release of the services reads and sets. @default - the role deploys images only */
  readonly released?: ReleasedServices;
  /** Where the states are that it may change. @default - none: HCP Terraform keeps the states */
  readonly state?: DeployState;
}

/**
 * The role of a GitHub Actions workflow that deploys new images. The workflow assumes it by OIDC, without a stored key
 * (`AccountDefaults` makes the provider). It reads and writes its own states and registers task definitions for its own
 * services, which is enough for `npm run deploy -- <stack> --no-refresh --var image=…`, and with `released` does what a release does. It
 * cannot change any other infrastructure. A session lasts at most three hours.
 */
export class DeployRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: DeployRoleProps) {
    super(scope, id);
    const { names } = props;
    this.arn = releaseRole(this, props, [
      ...(props.state ? stateStatements(names, props.state) : []),
      ...(props.state && props.released
        ? releaseLogStatements(names, props.state.bucketName, props.state.stateKeys)
        : []),
      ...(props.released ? releaseStatements(names, props.clusterName, this.settledTargets(props.released)) : []),
      ...serviceStatements({
        ...props,
        serviceNames: settled(this, "service-names", props.serviceNames),
        passRoleArns: settled(this, "pass-role-arns", props.passRoleArns),
      }),
    ]);
  }

  private settledTargets({ ruleArns = [], scalableTargetArns = [], ...released }: ReleasedServices): ReleasedServices {
    return {
      ...released,
      ruleArns: settled(this, "rule-arns", ruleArns),
      scalableTargetArns: settled(this, "scalable-target-arns", scalableTargetArns),
    };
  }
}
