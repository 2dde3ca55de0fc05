import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { PipelineRoles } from "../../modules/aws/account/pipeline-roles";
import { RoleBoundary } from "../../modules/aws/account/role-boundary";
import type { StateBackend } from "../../modules/aws/account/state-backend";
import { StateRole } from "../../modules/aws/account/state-role";
import { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";
import { deployTrust } from "../aws-shared/deploy-trust";
import type { AccountContext } from "./context";

/** The permissions boundary of the environment's roles, and the roles of the pipeline that plans and applies its stacks, where the settings have them. */
export function addPipelines(
  stack: Construct,
  { pipelines, role_boundary, account_id: accountId, region, environment }: PlatformSettings["account"],
  { names }: AccountContext,
  state: StateBackend | undefined,
): PipelineRoles | undefined {
  const boundary = role_boundary ? new RoleBoundary(stack, "role-boundary", { names }) : undefined;
  if (!pipelines || !boundary) return undefined;
  return new PipelineRoles(stack, "pipelines", {
    names,
    repository: pipelines.repository,
    repositoryId: pipelines.repository_id,
    roleNames: pipelines.systems.flatMap((name) =>
      new Names({ name, environment, accountId, region }).patterns("iam_role"),
    ),
    boundaryArn: boundary.arn,
    states: state,
  });
}

/** ARNs of the roles that read and write the state of a stack on another cloud, by its id; nothing where the settings name none. */
export function addStateRoles(
  stack: TerraformStack,
  { deploys, environment }: PlatformSettings["account"],
  { names }: AccountContext,
  state: StateBackend | undefined,
): Record<string, string> | undefined {
  const all = Object.entries(deploys);
  if (!state || all.length === 0) return undefined;
  return Object.fromEntries(
    all.map(([id, deploy]) => {
      const { arn } = new StateRole(stack, `state-role-${id}`, {
        names,
        ...deployTrust(deploy, environment),
        stack: id,
        state: { bucketName: state.bucketName, tableName: state.tableName, keyArn: state.keyArn },
      });
      return [id, arn];
    }),
  );
}
