import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { planEnvironment, watchEnvironment } from "../../github";
import type { Names } from "../../names";
import { policyDocument, type Statement } from "../access/policy";
import { githubTrust, onlyWorkflowsOf, type WorkflowFiles } from "./github-trust";
import { infrastructureStatements } from "./infrastructure-statements";
import { planReads } from "./plan-reads";
import { neverInPlan, readEncrypted, readStates, recordsOf, type States, writeRecords } from "./plan-statements";

export interface PipelineRolesProps {
  readonly names: Names;
  /** The repository whose workflows may assume the roles, as `owner/name`. */
  readonly repository: string;
  /** GitHub's number of it. @default - the name alone counts */
  readonly repositoryId?: string;
  /** Names of the roles that stacks make, with `*`. */
  readonly roleNames: readonly string[];
  /** The permissions boundary of those roles, and of the role that makes them. */
  readonly boundaryArn: string;
  /** Where the states are. @default - in HCP Terraform, whose runs have roles of their own */
  readonly states?: States;
}

/** Characters of one managed policy; IAM takes 6,144 without white space (IAM quotas: managed policy length). */
const policyLength = 5500;

/** Refs of the repository's own branches and tags: a pull request's is `refs/pull/<number>/merge`. */
const branchesAndTags = ["refs/heads/*", "refs/tags/*"];

/** The file whose jobs plan what a pull request would change. */
const planning = { files: ["plan"] };

/** The file whose jobs apply: never from a pull request. */
const applying = { files: ["stack"], refs: branchesAndTags };

/** Files whose jobs look without an approval: never from a pull request. Schedules are of a branch. */
const watching = [
  { files: ["stack", "promote"], refs: branchesAndTags },
  { files: ["due", "watch"], refs: ["refs/heads/*"] },
];

/** The file whose jobs compare each night, and record what they find. */
const comparing = { files: ["drift"], refs: ["refs/heads/*"] };

/**
 * The roles of the pipeline that plans and applies the stacks of an environment, without a stored key: `plan`, for jobs of the GitHub
 * environments `<environment>-plan` (pull requests) and `<environment>-watch` (branches and tags), reads and describes; `drift`, for the
 * nightly job of `<environment>-watch`, reads the same, and writes the records of drift; `infrastructure`, for jobs of `<environment>`, makes
 * what stacks are made of.
 */
export class PipelineRoles extends Construct {
  readonly planRoleArn: string;
  /** Of the nightly comparison. Undefined where states are in HCP Terraform, which keeps no records. */
  readonly driftRoleArn: string | undefined;
  readonly infrastructureRoleArn: string;

  constructor(scope: Construct, id: string, props: PipelineRolesProps) {
    super(scope, id);
    const { names, repository, repositoryId, roleNames, boundaryArn, states } = props;
    const { environment } = names;
    const trust = (jobsOf: string, files: WorkflowFiles) =>
      githubTrust(names, [{ repository, repositoryId, environments: [jobsOf] }], { repository, ...files });

    const plan = this.role("plan", props, [
      ...trust(`${environment}-*`, { files: ["*"] }),
      ...onlyWorkflowsOf(
        { environment: planEnvironment(environment), workflows: [planning] },
        { environment: watchEnvironment(environment), workflows: watching },
      ),
    ]);
    const drift = states && this.role("drift", props, trust(watchEnvironment(environment), comparing));
    for (const [index, actions] of inPolicies(planReads).entries()) {
      const { arn: policyArn } = new IamPolicy(this, `plan-reads-${index}`, {
        name: names.of("iam_policy", `plan-reads-${index}`),
        description: "What a plan reads",
        policy: policyDocument(this, `plan-reads-${index}-statements`, [{ sid: "Reads", actions, resources: ["*"] }]),
      });
      new IamRolePolicyAttachment(this, `plan-reads-${index}-attached`, { role: plan.name, policyArn });
      if (drift) new IamRolePolicyAttachment(this, `drift-reads-${index}-attached`, { role: drift.name, policyArn });
    }
    this.policy("plan-limits", plan, [
      ...(states ? readStates(names, states) : []),
      ...readEncrypted(names),
      ...neverInPlan(names, states),
    ]);
    if (states && drift) {
      this.policy("drift-limits", drift, [
        ...readStates(names, states),
        ...readEncrypted(names),
        ...writeRecords(names, states),
        ...neverInPlan(names, states, [recordsOf(names, states)]),
      ]);
    }

    const infrastructure = this.role("infrastructure", props, trust(environment, applying), boundaryArn);
    this.policy(
      "infrastructure-rights",
      infrastructure,
      infrastructureStatements(names, roleNames, boundaryArn, states),
    );

    this.planRoleArn = plan.arn;
    this.driftRoleArn = drift?.arn;
    this.infrastructureRoleArn = infrastructure.arn;
  }

  private role(
    name: string,
    { names, repository }: PipelineRolesProps,
    trust: readonly Statement[],
    permissionsBoundary?: string,
  ): IamRole {
    return new IamRole(this, name, {
      name: names.of("iam_role", name),
      description: `Pipelines of ${repository}: ${name} of ${names.environment}`,
      // A deploy of a cluster or a database takes more than the hour that is the default.
      maxSessionDuration: 4 * 3600,
      assumeRolePolicy: policyDocument(this, `${name}-trust`, trust),
      permissionsBoundary,
    });
  }

  private policy(id: string, role: IamRole, statements: readonly Statement[]): void {
    const policy = policyDocument(this, `${id}-statements`, statements);
    new IamRolePolicy(this, id, { name: "permissions", role: role.name, policy });
  }
}

/** Actions in as few lists as managed policies take. */
function inPolicies(actions: readonly string[]): string[][] {
  const lists: string[][] = [[]];
  for (const action of actions) {
    const last = lists.at(-1) as string[];
    if (JSON.stringify([...last, action]).length > policyLength) lists.push([action]);
    else last.push(action);
  }
  return lists;
}
