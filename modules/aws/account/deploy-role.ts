import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { policyDocument } from "../access/policy";
import { settled } from "../access/settled";
import { type DeployedServices, type DeployState, serviceStatements, stateStatements } from "./deploy-role-statements";

export interface DeployRoleProps extends DeployedServices {
  /** GitHub repository whose workflows may assume the role, as `owner/name`. */
  readonly repository: string;
  /** GitHub environments whose jobs may assume the role. @default - the environment of `names` */
  readonly environments?: readonly string[];
  /** Where the states are that it may change. @default - none: HCP Terraform keeps the states */
  readonly state?: DeployState;
}

/**
 * The role of a GitHub Actions workflow that deploys new images. The workflow assumes it by OIDC, without a stored key
 * (`AccountDefaults` makes the provider). It reads and writes its own states and registers task definitions for its own
 * services, which is enough for `npm run deploy -- <stack> --no-refresh --var image=…`. It cannot change any other
 * infrastructure.
 */
export class DeployRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: DeployRoleProps) {
    super(scope, id);
    const { names, repository, environments = [names.environment] } = props;
    const issuer = "token.actions.githubusercontent.com";
    const role = new IamRole(this, "role", {
      name: names.of("iam_role", "deploy"),
      description: `Deploys ${names.prefix} from GitHub Actions of ${repository}`,
      assumeRolePolicy: policyDocument(this, "trust", [
        {
          actions: ["sts:AssumeRoleWithWebIdentity"],
          principals: [{ type: "Federated", identifiers: [names.arn("iam", `oidc-provider/${issuer}`)] }],
          conditions: [
            { test: "StringEquals", variable: `${issuer}:aud`, values: ["sts.amazonaws.com"] },
            {
              test: "StringEquals",
              variable: `${issuer}:sub`,
              values: environments.map((environment) => `repo:${repository}:environment:${environment}`),
            },
          ],
        },
      ]),
    });
    new IamRolePolicy(this, "policy", {
      name: "deploy",
      role: role.name,
      policy: policyDocument(this, "permissions", [
        ...(props.state ? stateStatements(names, props.state) : []),
        ...serviceStatements({
          ...props,
          serviceNames: settled(this, "service-names", props.serviceNames),
          passRoleArns: settled(this, "pass-role-arns", props.passRoleArns),
        }),
      ]),
    });
    this.arn = role.arn;
  }
}
