import type { Construct } from "constructs";
import { ClusterDeployRole, type ClusterDeployRoleProps } from "../../modules/aws/account/cluster-deploy-role";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import { deployState, deployTrust } from "../aws-shared/deploy-trust";

/** The role with which the repository's pipeline deploys to the application's namespace; nothing where the settings name no repository. */
export function addClusterDeployRole(
  stack: Construct,
  settings: PlatformSettings["aws-eks"],
  { names }: AwsContext,
  { cluster }: Pick<ClusterDeployRoleProps, "cluster">,
): ClusterDeployRole | undefined {
  const { deploy, system, environment } = settings;
  if (!deploy) return undefined;
  return new ClusterDeployRole(stack, "deploy-role", {
    names,
    ...deployTrust(deploy, environment),
    state: { ...deployState(stack, settings), stateKeys: [deploy.stack ?? `${system}-kubernetes-${environment}`] },
    cluster,
    namespace: names.of("kubernetes_namespace"),
  });
}
