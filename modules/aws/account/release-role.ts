import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Construct } from "constructs";
import type { Names } from "../../names";
import { policyDocument, type Statement } from "../access/policy";
import { type GithubJobs, githubTrust, type TrustedWorkflows } from "./github-trust";

export interface ReleaseRoleProps {
  readonly names: Names;
  /** The last part of the role's name. @default "deploy" */
  readonly name?: string;
  /** What it deploys, for its description. @default - the stack of `names` */
  readonly deploys?: string;
  /** Jobs on GitHub that may assume the role. */
  readonly jobs: readonly GithubJobs[];
  /** The only workflows whose jobs may. @default - any of the repositories of `jobs` */
  readonly workflows?: TrustedWorkflows;
}

/** The role `<prefix>-deploy`, or of another name, of a workflow that releases one stack, with these rights; its ARN. A session lasts at most three hours. */
export function releaseRole(
  scope: Construct,
  { names, name = "deploy", deploys = names.prefix, jobs, workflows }: ReleaseRoleProps,
  statements: readonly Statement[],
): string {
  const role = new IamRole(scope, "role", {
    name: names.of("iam_role", name),
    description: `Deploys ${deploys} from GitHub Actions of ${jobs[0]?.repository}`,
    // A release takes up to 75 minutes, 140 where all of its steps are prolonged, and it must be able to go back at its end.
    maxSessionDuration: 3 * 3600,
    assumeRolePolicy: policyDocument(scope, "trust", githubTrust(names, jobs, workflows)),
  });
  new IamRolePolicy(scope, "policy", {
    name: "deploy",
    role: role.name,
    policy: policyDocument(scope, "permissions", statements),
  });
  return role.arn;
}
