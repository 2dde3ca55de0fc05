import type { Construct } from "constructs";
import { DeployRole } from "../../modules/aws/account/deploy-role";
import type { ContainerCluster } from "../../modules/aws/containers/container-cluster";
import { probeTag } from "../../modules/aws/containers/sides";
import type { LoadBalancer } from "../../modules/aws/edge/load-balancer";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import { deployState, deployTrust } from "../aws-shared/deploy-trust";
import type { Application } from "./application";

export interface DeployRoleInputs {
  readonly application: Application;
  readonly cluster: ContainerCluster;
  readonly loadBalancer: LoadBalancer;
}

/** The role with which the repository's pipeline deploys this stack; nothing where the settings name no repository. */
export function addDeployRole(
  stack: Construct,
  settings: PlatformSettings["aws"],
  { names }: AwsContext,
  { application, cluster, loadBalancer }: DeployRoleInputs,
): DeployRole | undefined {
  if (!settings.deploy) return undefined;
  const services = [application.api, ...Object.values(application.components)];
  return new DeployRole(stack, "deploy-role", {
    names,
    ...deployTrust(settings.deploy, names.environment),
    state: deployState(stack, settings),
    clusterName: cluster.clusterName,
    released: {
      listenerArn: loadBalancer.listenerArn,
      probeTag,
      ruleArns: settings.service.blue_green ? services.flatMap(({ routing }) => routing?.ruleArns ?? []) : [],
      scalableTargetArns: settings.service.blue_green
        ? services.flatMap(({ routing, scalableTargetArns }) => (routing ? scalableTargetArns : []))
        : [],
      taskDefinitionArns: Object.keys(application.api.taskArns).map((task) =>
        names.arn("ecs", `task-definition/${names.of("ecs", `api-${task}`)}:*`),
      ),
      logGroups: services.map(({ logGroupName }) => logGroupName),
    },
    serviceNames: services.flatMap(({ serviceNames }) => serviceNames),
    passRoleArns: services.flatMap(({ taskRoleArn, executionRoleArn }) => [taskRoleArn, executionRoleArn]),
  });
}
