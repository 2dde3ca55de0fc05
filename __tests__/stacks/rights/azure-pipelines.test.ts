import { serviceRoleIds } from "../../../modules/azure/access/role-condition";
import { examples, resources, type StackJson, synthesizeAll } from "../synthesized";
import { type Grant, grantsOf, may, mayOnData, type PipelineIdentity } from "./azure-rights";
import { releasedResources } from "./released-resources";

/** What the identities of pipelines may do in Azure, and what they may not. */

const stacks = examples.stacks.filter(({ platform }) => platform === "azure");
const identities: readonly PipelineIdentity[] = ["plan", "release", "infrastructure"];

/** What a release does to what it changes, and what Azure asks for on what that is joined to. */
const releaseCalls: Readonly<Record<string, readonly string[]>> = {
  azurerm_application_gateway: [
    "Microsoft.Network/applicationGateways/write",
    "Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies/join/action",
    "Microsoft.Network/publicIPAddresses/join/action",
    "Microsoft.Network/virtualNetworks/subnets/join/action",
  ],
  azurerm_application_insights_workbook: ["Microsoft.Insights/workbooks/write"],
  azurerm_container_app: [
    "Microsoft.App/containerApps/write",
    "Microsoft.App/containerApps/listSecrets/action",
    "Microsoft.App/managedEnvironments/join/action",
  ],
  azurerm_container_app_job: [
    "Microsoft.App/jobs/write",
    "Microsoft.App/jobs/listSecrets/action",
    "Microsoft.App/jobs/start/action",
  ],
  azurerm_container_group: [
    "Microsoft.ContainerInstance/containerGroups/write",
    "Microsoft.ContainerInstance/containerGroups/delete",
    "Microsoft.Network/virtualNetworks/subnets/join/action",
  ],
  azurerm_monitor_diagnostic_setting: [
    "Microsoft.Insights/diagnosticSettings/write",
    "Microsoft.Insights/diagnosticSettings/delete",
    "Microsoft.OperationalInsights/workspaces/sharedKeys/action",
  ],
  azurerm_monitor_metric_alert: ["Microsoft.Insights/metricAlerts/write", "Microsoft.Insights/metricAlerts/delete"],
};

/** What would let an identity do more than it may, or let another one in. */
const escalations = [
  "Microsoft.Authorization/locks/delete",
  "Microsoft.Authorization/roleDefinitions/write",
  "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
  "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write",
  "Microsoft.ManagedIdentity/userAssignedIdentities/write",
];

describe.each(stacks)("$id", ({ id, environment }) => {
  let stack: StackJson;
  let grants: Record<PipelineIdentity, Grant[]>;
  let group: string;
  let pipelines: string;
  beforeAll(async () => {
    stack = (await synthesizeAll()).get(id) as StackJson;
    const of = (identity: PipelineIdentity) => grantsOf(stack, identity);
    grants = { plan: of("plan"), release: of("release"), infrastructure: of("infrastructure") };
    const groups = resources(stack, "azurerm_resource_group").map(({ address }) => address);
    group = groups.find((address) => !/federation/.test(address)) as string;
    pipelines = groups.find((address) => /federation/.test(address)) as string;
  });

  const runsApps = () => resources(stack, "azurerm_container_app").length > 0;

  test("each identity is that of its GitHub environments of one repository: plan of pull requests, and of what watches", () => {
    const trusted = resources(stack, "azurerm_federated_identity_credential").map(({ body }) => {
      const { issuer, audience, subject, parent_id: parent } = body;
      expect({ issuer, audience }).toEqual({
        issuer: "https://token.actions.githubusercontent.com",
        audience: ["api://AzureADTokenExchange"],
      });
      return [/federation_(\w+?)_identity_/.exec(String(parent))?.[1], subject];
    });
    expect(trusted.sort()).toEqual([
      ["infrastructure", `repo:your-org/your-infrastructure:environment:${environment}`],
      ["plan", `repo:your-org/your-infrastructure:environment:${environment}-plan`],
      ["plan", `repo:your-org/your-infrastructure:environment:${environment}-watch`],
      ["release", `repo:example/test-execution-system:environment:${environment}`],
    ]);
  });

  test("no identity writes where the identities of pipelines are, nor roles and locks anywhere", () => {
    const own = resources(stack, "azurerm_user_assigned_identity").filter(({ address }) => /federation/.test(address));
    expect(own).toHaveLength(3);
    for (const { body } of own) expect(body["resource_group_name"]).toBe(`\${${pipelines}.name}`);
    for (const identity of identities) {
      const inPipelines = grants[identity].filter(
        ({ on }) => on === pipelines || own.some(({ address }) => address === on),
      );
      expect(inPipelines.map(({ role }) => role)).toEqual(identity === "release" ? [] : ["Reader"]);
      const subscription = grants[identity].filter(({ on }) => /^\/subscriptions\/[^/]+$/.test(on));
      expect(subscription.flatMap(({ actions }) => actions).filter((action) => !/\/read$/i.test(action))).toEqual([]);
      for (const action of escalations.slice(0, 2))
        expect([action, may(grants[identity], action, group)]).toEqual([action, false]);
    }
  });

  test("plan reads all that the stack has: with what azurerm lists, exports and compares", () => {
    for (const action of [
      "Microsoft.Network/virtualNetworks/read",
      "Microsoft.AppConfiguration/configurationStores/ListKeys/action",
      "Microsoft.Resources/deployments/exportTemplate/action",
      ...(runsApps()
        ? ["Microsoft.App/containerApps/listSecrets/action", "Microsoft.App/jobs/listSecrets/action"]
        : []),
    ]) {
      expect([action, may(grants.plan, action, group)]).toEqual([action, true]);
    }
    expect(mayOnData(grants.plan, "Microsoft.KeyVault/vaults/certificates/read")).toBe(true);
    expect(mayOnData(grants.plan, "Microsoft.AppConfiguration/configurationStores/keyValues/read")).toBe(true);
    const [store] = resources(stack, "azurerm_app_configuration");
    expect(store?.body["local_auth_enabled"]).toBe(false);
  });

  test("plan changes nothing, and reads no secret, log or image", () => {
    const others = grants.plan.flatMap(({ actions }) => actions).filter((action) => !/\/read$/i.test(action));
    expect(others.filter((action) => !/(ListKeys|exportTemplate|listSecrets)\/action$/.test(action))).toEqual([]);
    for (const action of [
      "Microsoft.ContainerInstance/containerGroups/containers/logs/read",
      "Microsoft.ContainerRegistry/registries/pull/read",
      "Microsoft.OperationalInsights/workspaces/query/read",
      "Microsoft.OperationalInsights/workspaces/sharedKeys/read",
      "Microsoft.Storage/storageAccounts/listKeys/action",
    ]) {
      expect([action, may(grants.plan, action, group)]).toEqual([action, false]);
    }
    for (const action of [
      "Microsoft.KeyVault/vaults/secrets/getSecret/action",
      "Microsoft.AppConfiguration/configurationStores/keyValues/write",
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
    ]) {
      expect([action, mayOnData(grants.plan, action)]).toEqual([action, false]);
    }
  });

  test("release changes what a new image changes, and nothing else", () => {
    const types = [...new Set(releasedResources(stack).map((address) => address.split(".")[0] as string))].sort();
    const needed = types.flatMap((type) => {
      const calls = releaseCalls[type];
      if (!calls) throw new Error(`${type}: expected in releaseCalls what a release does to it`);
      return calls;
    });
    for (const action of needed) expect([action, may(grants.release, action, group)]).toEqual([action, true]);
    const writes = grants.release
      .filter(({ on }) => on === group)
      .flatMap(({ actions }) => actions)
      .filter((action) => !/\/read$/i.test(action));
    const known = needed.map((action) => action.toLowerCase());
    expect(writes.filter((action) => !known.includes(action.toLowerCase()))).toEqual([]);
    expect(grants.release.flatMap(({ dataActions = [] }) => dataActions)).toEqual([]);
    for (const action of escalations) expect([action, may(grants.release, action, group)]).toEqual([action, false]);
  });

  test("release puts the identities of services on what it makes, and no other", () => {
    const released = releasedResources(stack);
    const bodies = resources(stack).filter(({ address }) => released.includes(address));
    const used = [
      ...JSON.stringify(bodies).matchAll(/"identity_ids":\["\$\{(azurerm_user_assigned_identity\.[\w-]+)\.id\}"\]/g),
    ];
    const operated = grants.release.filter(({ role }) => role === "Managed Identity Operator").map(({ on }) => on);
    expect(operated.sort()).toEqual([...new Set(used.map(([, address]) => address))].sort());
  });

  test("infrastructure changes all in the stack's own group, and writes certificates and flags, not secrets", () => {
    for (const action of ["Microsoft.Network/virtualNetworks/write", "Microsoft.Authorization/roleAssignments/write"]) {
      expect([action, may(grants.infrastructure, action, group)]).toEqual([action, true]);
    }
    expect(mayOnData(grants.infrastructure, "Microsoft.KeyVault/vaults/certificates/create/action")).toBe(true);
    expect(mayOnData(grants.infrastructure, "Microsoft.AppConfiguration/configurationStores/keyValues/write")).toBe(
      true,
    );
    expect(mayOnData(grants.infrastructure, "Microsoft.KeyVault/vaults/secrets/getSecret/action")).toBe(false);
    const zones = resources(stack, "azurerm_dns_a_record").map(({ body }) => body["zone_name"]);
    const written = grants.infrastructure.filter(({ role }) => role === "DNS Zone Contributor");
    expect(written.map(({ on }) => on.split("/").at(-1))).toEqual([...new Set(zones)]);
  });

  test("infrastructure gives only roles that services have, and to identities only", () => {
    const granting = grants.infrastructure.filter(({ actions }) =>
      actions.some((action) => /roleAssignments\/write/.test(action)),
    );
    const [{ condition = "" } = {}] = granting;
    expect(granting).toHaveLength(1);
    const parts = condition.split(" AND (!(ActionMatches");
    expect(parts).toHaveLength(2);
    for (const part of parts) {
      const listed = /RoleDefinitionId\] ForAnyOfAnyValues:GuidEquals \{([^}]*)\}/.exec(part)?.[1]?.split(", ");
      expect(listed).toEqual(Object.values(serviceRoleIds));
      expect(part).toMatch(/PrincipalType\] ForAnyOfAnyValues:StringEqualsIgnoreCase \{'ServicePrincipal'\}/);
    }
    const ofServices = resources(stack, "azurerm_role_assignment")
      .filter(({ address }) => !/\.(federation_|vault_|configuration_writer)/.test(address))
      .map(({ body }) => [
        String(body["role_definition_name"]),
        body["principal_type"] ?? body["skip_service_principal_aad_check"],
      ]);
    expect(ofServices.length).toBeGreaterThan(5);
    for (const [role, isIdentity] of ofServices) {
      expect(Object.keys(serviceRoleIds)).toContain(role);
      // Otherwise azurerm does not say what the principal is, and the condition is not met.
      expect([role, isIdentity]).toEqual([role, isIdentity === true ? true : "ServicePrincipal"]);
    }
  });
});
