import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { Construct } from "constructs";
import { planEnvironment, type TrustedRepository, watchEnvironment } from "../../github";
import { CustomRole } from "../access/custom-role";
import { FederatedIdentity } from "../access/federated-identity";
import { ResourceGroup } from "../access/resource-group";
import { onlyServiceRoles, serviceRoleIds } from "../access/role-condition";
import { grantRoles, type Roles } from "../access/role-grants";
import type { Placement } from "../placement";
import {
  type PipelineRoleProps,
  planPermissions,
  type RolePermissions,
  releasePermissions,
  subscriptionPermissions,
} from "./pipeline-roles";

export interface PipelineIdentitiesProps extends Placement, PipelineRoleProps {
  readonly subscriptionId: string;
  /** Whose jobs plan and apply. */
  readonly pipelines: TrustedRepository;
  /** Whose jobs release, and in which GitHub environment. @default - no one's */
  readonly releases?: TrustedRepository & { readonly environment: string };
  readonly vault: { readonly id: string };
  readonly configuration: { readonly id: string };
  /** Ids of the identities that services and load balancer run as, by key: a release puts them on what it makes. */
  readonly runsAs: Readonly<Record<string, string>>;
  /** Id of the DNS zone with the stack's record. @default - the stack writes none */
  readonly dnsZoneId?: string;
}

/**
 * The identities with which GitHub Actions plans, releases and applies a stack without a stored secret. They are in a resource group of
 * their own, in which none of them may write: so no pipeline lets another repository in, or itself do more.
 */
export class PipelineIdentities extends Construct {
  /** Client ids, which a workflow names. */
  readonly clientIds: { readonly plan: string; readonly infrastructure: string; readonly release?: string };

  constructor(scope: Construct, id: string, props: PipelineIdentitiesProps) {
    super(scope, id);
    const { names, tags, resourceGroup, pipelines, releases, subscriptionId } = props;
    const { location } = resourceGroup;
    const group = new ResourceGroup(this, "group", { names, name: "pipelines", location, tags, locked: false });
    const identity = (
      name: string,
      repository: TrustedRepository,
      environment: string,
      moreEnvironments?: Record<string, string>,
    ) =>
      new FederatedIdentity(this, name, {
        names,
        tags,
        resourceGroup: group,
        name,
        repository,
        environment,
        moreEnvironments,
      });
    const plan = identity("plan", pipelines, planEnvironment(names.environment), {
      watch: watchEnvironment(names.environment),
    });
    const infrastructure = identity("infrastructure", pipelines, names.environment);
    const release = releases && identity("release", releases, releases.environment);

    const role = (part: string, target: string, members: Record<string, string>, permissions: RolePermissions) =>
      new CustomRole(this, `${part}-role`, {
        name: names.of("azure_role", part),
        description: `Rights of pipelines of ${names.prefix}: ${part}`,
        scope: target,
        members,
        ...permissions,
      });
    const readers = { plan: plan.principalId, infrastructure: infrastructure.principalId };
    role("plan", resourceGroup.id, { plan: plan.principalId }, planPermissions(props));
    role(
      "subscription",
      `/subscriptions/${subscriptionId}`,
      { ...readers, ...(release && { release: release.principalId }) },
      subscriptionPermissions,
    );
    grantRoles(plan, plan.principalId, planRoles(props, group.id));
    grantRoles(infrastructure, infrastructure.principalId, infrastructureRoles(props, group.id));
    administration(infrastructure, infrastructure.principalId, resourceGroup.id);
    if (release) {
      role("release", resourceGroup.id, { release: release.principalId }, releasePermissions(props));
      grantRoles(release, release.principalId, releaseRoles(props));
    }
    this.clientIds = {
      plan: plan.clientId,
      infrastructure: infrastructure.clientId,
      release: release?.clientId,
    };
  }
}

/** Reads what Terraform compares in the stores themselves: names of certificates, and the feature flags, which are no secret. */
function planRoles({ vault, configuration, dnsZoneId }: PipelineIdentitiesProps, groupId: string): Roles {
  return {
    identities: { role: "Reader", scope: groupId },
    vault: { role: "Key Vault Reader", scope: vault.id },
    configuration: { role: "App Configuration Data Reader", scope: configuration.id },
    ...(dnsZoneId && { zone: { role: "Reader", scope: dnsZoneId } }),
  };
}

/** Writes what Terraform writes in the stores themselves. */
function infrastructureRoles({ vault, configuration, dnsZoneId }: PipelineIdentitiesProps, groupId: string): Roles {
  return {
    identities: { role: "Reader", scope: groupId },
    vault: { role: "Key Vault Certificates Officer", scope: vault.id },
    configuration: { role: "App Configuration Data Owner", scope: configuration.id },
    ...(dnsZoneId && { zone: { role: "DNS Zone Contributor", scope: dnsZoneId } }),
  };
}

/** Puts the identities of services on what it makes, and no other identity: with the right on the whole group it could be any. */
function releaseRoles({ runsAs }: PipelineIdentitiesProps): Roles {
  return Object.fromEntries(
    Object.entries(runsAs).map(([key, scope]) => [`runs-as-${key}`, { role: "Managed Identity Operator", scope }]),
  );
}

/** All that an apply changes in the stack's resource group, and of the rights of others only those that services have. */
function administration(scope: Construct, principalId: string, groupId: string): void {
  const common = { scope: groupId, principalId, skipServicePrincipalAadCheck: true };
  new RoleAssignment(scope, "contributor", { ...common, roleDefinitionName: "Contributor" });
  new RoleAssignment(scope, "grants", {
    ...common,
    roleDefinitionName: "Role Based Access Control Administrator",
    description: "Gives and takes the roles that services of the stack have",
    condition: onlyServiceRoles(Object.values(serviceRoleIds)),
    conditionVersion: "2.0",
  });
}
