import { DataAwsKmsAlias } from "@cdktf/provider-aws/lib/data-aws-kms-alias";
import type { Construct } from "constructs";
import type * as z from "zod";
import type { DeployState } from "../../modules/aws/account/deploy-role-statements";
import type { GithubJobs, TrustedWorkflows } from "../../modules/aws/account/github-trust";
import type { deploy } from "../../settings/schema/deploy";
import { type StateSettings, stateLocation } from "../state-location";

/** Files of `.github/workflows/` whose jobs release: of this project, and of an application's repository that calls it. */
const releasing = ["release", "application"];

/** The jobs on GitHub that may release a stack. Those of the project's own repository name the environment. */
export function deployTrust(
  { repository, repository_id, github_environment, workflow_repository }: z.infer<typeof deploy>,
  environment: string,
): { readonly jobs: readonly GithubJobs[]; readonly workflows?: TrustedWorkflows } {
  const own = github_environment ?? environment;
  const jobs: GithubJobs[] = [{ repository, repositoryId: repository_id, environments: [own] }];
  if (!workflow_repository) return { jobs };
  const workflows = { repository: workflow_repository, files: releasing };
  if (workflow_repository === repository) return { jobs, workflows };
  const environments = [...new Set([environment, own])];
  return { jobs: [...jobs, { repository: workflow_repository, environments }], workflows };
}

/** The state of one stack, for a role that may change it. */
export function deployState(stack: Construct, settings: StateSettings): DeployState {
  const { bucket, lockTable, region, keyAlias } = stateLocation(settings);
  return {
    bucketName: bucket,
    tableName: lockTable,
    keyArn: new DataAwsKmsAlias(stack, "state-key", { name: keyAlias }).targetKeyArn,
    stateKeys: [stack.node.id],
    region,
  };
}
