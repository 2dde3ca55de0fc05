import type { ManagedRedis } from "@cdktf/provider-azurerm/lib/managed-redis";
import { ResourceGroupTemplateDeployment } from "@cdktf/provider-azurerm/lib/resource-group-template-deployment";
import type { Construct } from "constructs";
import type { Placement } from "../placement";

export interface CacheUsersProps extends Placement {
  readonly cache: ManagedRedis;
  /** Object ids of Entra identities, by a key of letters and digits. */
  readonly users: Readonly<Record<string, string>>;
}

const type = "Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments";

/**
 * Allows Entra identities to sign in to a cache; an identity's object id is its user name. It is an Azure template, because azurerm
 * 4.55 has no resource for it. One user after the other: the service refuses two at once ("does not support concurrent processing of
 * these assignments", Azure/azure-dev#6640), and a deployment that failed blocks the next.
 */
export function cacheUsers(scope: Construct, id: string, props: CacheUsersProps): ResourceGroupTemplateDeployment {
  const { cache } = props;
  const users = Object.entries(props.users).map(([name, objectId]) => ({
    name: `${cache.name}/default/${name}`,
    objectId,
  }));
  // The parts of the name are arguments of their own, and a name of Terraform arrives as text.
  const idOf = (name: string) => `[resourceId('${type}', '${name.split("/").join("', '")}')]`;
  return new ResourceGroupTemplateDeployment(scope, id, {
    name: props.names.of("azure_deployment", "cache-users"),
    resourceGroupName: props.resourceGroup.name,
    deploymentMode: "Incremental",
    tags: { ...props.tags },
    templateContent: JSON.stringify({
      $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
      contentVersion: "1.0.0.0",
      resources: users.map(({ name, objectId }, index) => ({
        type,
        apiVersion: "2025-07-01",
        name,
        dependsOn: users.slice(Math.max(0, index - 1), index).map((previous) => idOf(previous.name)),
        // Azure has this policy only: all commands on all keys.
        properties: { accessPolicyName: "default", user: { objectId } },
      })),
    }),
    // A cache that is replaced has no users, so the template is deployed again.
    // The address is plain text: cdktf writes a reference as "${…}", which Terraform refuses here.
    lifecycle: { replaceTriggeredBy: [`${cache.terraformResourceType}.${cache.friendlyUniqueId}`] },
  });
}
