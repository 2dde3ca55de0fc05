/** Ids of built-in roles that the identities of a stack's services have (Azure, "Built-in roles"; the same in every tenant). */
export const serviceRoleIds: Readonly<Record<string, string>> = {
  AcrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
  "App Configuration Data Reader": "516239f1-63e1-4d78-a4de-a74fb236a071",
  "Azure Service Bus Data Receiver": "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0",
  "Azure Service Bus Data Sender": "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39",
  "Key Vault Secrets User": "4633458b-17de-408a-b874-0445c86b69e6",
  "Monitoring Metrics Publisher": "3913510d-42f4-4e42-8a64-420c390055eb",
  "PostgreSQL Flexible Server Long Term Retention Backup Role": "c088a766-074b-43ba-90d4-1fb21feae531",
  Reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
  "Storage Account Backup Contributor": "e5e2a7ff-d759-4cd2-bb51-3152d37e2eb1",
  "Storage Blob Data Contributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
};

/** Limits `Role Based Access Control Administrator` to giving and taking these roles, and to identities of services: no person, no group. */
export function onlyServiceRoles(roleIds: readonly string[]): string {
  const limited = (action: "write" | "delete", source: "Request" | "Resource") => {
    const of = (attribute: string) => `@${source}[Microsoft.Authorization/roleAssignments:${attribute}]`;
    return [
      `(!(ActionMatches{'Microsoft.Authorization/roleAssignments/${action}'})`,
      `OR (${of("RoleDefinitionId")} ForAnyOfAnyValues:GuidEquals {${roleIds.join(", ")}}`,
      `AND ${of("PrincipalType")} ForAnyOfAnyValues:StringEqualsIgnoreCase {'ServicePrincipal'}))`,
    ].join(" ");
  };
  return `${limited("write", "Request")} AND ${limited("delete", "Resource")}`;
}
