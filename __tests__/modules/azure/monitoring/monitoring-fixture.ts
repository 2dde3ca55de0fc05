import { ApplicationInsightsWorkbook } from "@cdktf/provider-azurerm/lib/application-insights-workbook";
import { Monitoring, type MonitoringProps } from "../../../../modules/azure/monitoring/monitoring";
import { type Synthesized, synthesized } from "../../../synthesized";
import { alerts } from "../../alerts-fixture";
import { business } from "../../business-fixture";
import { placement, resourceId, workspaceId } from "../fixtures";

/** Ids of what is watched. */
export const ids = {
  group: resourceId("Microsoft.ContainerInstance/containerGroups", "api-1"),
  gateway: resourceId("Microsoft.Network/applicationGateways", "front"),
  database: resourceId("Microsoft.DBforPostgreSQL/flexibleServers", "main"),
  insights: resourceId("Microsoft.Insights/components", "insights"),
  cache: resourceId("Microsoft.Cache/redisEnterprise", "main"),
};

/** The monitoring of one container group and its database. */
export const makeMonitoring = (props: Partial<MonitoringProps> = {}) =>
  synthesized((scope) => {
    new Monitoring(scope, "monitoring", {
      ...placement,
      services: { "api-1": { type: "containerGroup", id: ids.group, cpu: 1, memoryMib: 2048 } },
      loadBalancer: { id: ids.gateway },
      database: { id: ids.database },
      workspaceId,
      applicationInsightsId: ids.insights,
      emails: { critical: ["oncall@example.com"], warning: ["team@example.com"] },
      alerts,
      business,
      ...props,
    });
  });

interface Item {
  readonly name: string;
  readonly content: {
    readonly query?: string;
    readonly resourceIds?: string[];
    readonly metrics?: { readonly metric: string; readonly splitBy?: string }[];
  };
}

/** Each workbook by name, and its items by title. */
export const workbooksOf = (made: Synthesized): Record<string, Record<string, Item["content"]>> =>
  Object.fromEntries(
    made
      .all(ApplicationInsightsWorkbook)
      .map(({ display_name, data_json }) => [
        display_name.replace("test-execution-prod-", ""),
        Object.fromEntries(JSON.parse(data_json).items.map(({ name, content }: Item) => [name, content])),
      ]),
  );
