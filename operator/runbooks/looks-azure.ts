import type { Resource } from "../preflight/look/stack-view";
import type { Look } from "./alarm";
import type { StackFacts } from "./stack-facts";

/** The name, group and subscription of a resource, as the Azure CLI takes them. */
const at = (resource: Resource, facts: StackFacts) =>
  `--name ${nameOf(resource, facts)} --resource-group ${facts.of(resource, "resource_group_name")} --subscription ${subscription(facts)}`;

/** Its name. A container group's ends in digits that Terraform makes: then the one that begins so. */
function nameOf(resource: Resource, facts: StackFacts): string {
  const [beginning = "", digits] = facts.of(resource, "name").split("${");
  if (digits === undefined) return beginning;
  const group = `--resource-group ${facts.of(resource, "resource_group_name")} --subscription ${subscription(facts)}`;
  return `"$(az container list ${group} --query "[?starts_with(name, '${beginning}')].name | [0]" --output tsv)"`;
}

const subscription = ({ view }: StackFacts) => String(view.provider("azurerm")?.["subscription_id"]);

const gateway: Look = (resource, facts) => [
  `az network application-gateway show-backend-health ${at(resource, facts)} --query 'backendAddressPools[].backendHttpSettingsCollection[].servers[].[address,health,healthProbeLog]'`,
];

const containerGroup: Look = (resource, facts) => [
  `az container show ${at(resource, facts)} --query '[instanceView.state,containers[].instanceView.[currentState.detailStatus,restartCount]]'`,
  `az container logs ${at(resource, facts)}`,
];

const containerApp: Look = (resource, facts) => [
  `az containerapp revision list ${at(resource, facts)} --query '[].[name,properties.active,properties.trafficWeight,properties.healthState]'`,
  `az containerapp logs show ${at(resource, facts)} --tail 100`,
];

const database: Look = (resource, facts) => [
  `az postgres flexible-server show ${at(resource, facts)} --query '[state,sku.name,storage.storageSizeGb]'`,
  ...logs(
    facts,
    "AzureDiagnostics | where Category == 'PostgreSQLLogs' and errorLevel_s in~ ('FATAL', 'ERROR') | top 50 by TimeGenerated",
  ),
];

const webTest: Look = (resource, facts) => {
  const { url } = resource.body["request"] as { url: string };
  return [`curl -sSi --max-time 30 ${facts.named(url)}`];
};

/** A query of the stack's own log workspace, over the last hour. */
function logs(facts: StackFacts, query: string): string[] {
  const [workspace] = facts.resources("azurerm_log_analytics_workspace");
  if (!workspace) return [];
  const group = facts.of(workspace, "resource_group_name");
  const id = `"$(az monitor log-analytics workspace show --workspace-name ${facts.of(workspace, "name")} --resource-group ${group} --subscription ${subscription(facts)} --query customerId --output tsv)"`;
  return [`az monitor log-analytics query --workspace ${id} --timespan PT1H --analytics-query "${query}"`];
}

/** How each kind of resource of Azure is looked at. */
export const azureLooks: Readonly<Record<string, Look>> = {
  azurerm_application_gateway: gateway,
  azurerm_container_group: containerGroup,
  azurerm_container_app: containerApp,
  azurerm_postgresql_flexible_server: database,
  azurerm_application_insights_standard_web_test: webTest,
};
