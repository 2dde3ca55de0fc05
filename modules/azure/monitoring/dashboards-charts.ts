import type { Metric } from "./monitoring-metrics";

/** One chart of a workbook; two stand in a row. */
export interface Chart {
  readonly type: number;
  readonly content: Readonly<Record<string, unknown>>;
}

const aggregations = { Total: 1, Minimum: 2, Maximum: 3, Average: 4 };

/** Lines of metrics; all of one type of resource, which a workbook asks for. */
export function metricChart(title: string, metrics: readonly Metric[], splitBy?: string): Chart {
  const namespace = metrics[0].namespace.toLowerCase();
  const names = new Map(metrics.map(({ name, aggregation }) => [name, aggregation]));
  return {
    type: 10,
    content: {
      version: "MetricsItem/2.0",
      chartId: title,
      title,
      size: 0,
      chartType: 2,
      metricScope: 0,
      resourceType: namespace,
      resourceIds: [...new Set(metrics.map(({ resourceId }) => resourceId))],
      metrics: [...names].map(([name, aggregation]) => ({
        namespace,
        metric: `${namespace}--${name}`,
        aggregation: aggregations[aggregation],
        splitBy,
      })),
      gridSettings: { rowLimit: 10000 },
    },
  };
}

/** What a query finds, as lines over time. */
export function logChart(title: string, workspaceId: string, query: string): Chart {
  return logItem(title, workspaceId, query, "timechart");
}

/** What a query finds, as a table. */
export function logTable(title: string, workspaceId: string, query: string): Chart {
  return logItem(title, workspaceId, query, "table");
}

/** The alerts of a resource group that were raised, newest first; Azure keeps them for 30 days. */
export function raisedAlerts(title: string, resourceGroup: string): Chart {
  const query = [
    'alertsmanagementresources | where type =~ "microsoft.alertsmanagement/alerts"',
    "extend alert = properties.essentials",
    `where alert.targetResourceGroup =~ "${resourceGroup}"`,
    "project Name = name, Severity = alert.severity, State = alert.monitorCondition, Since = todatetime(alert.startDateTime)",
    "order by Since desc",
  ].join(" | ");
  return {
    type: 3,
    content: {
      version: "KqlItem/1.0",
      title,
      query,
      size: 0,
      queryType: 1,
      resourceType: "microsoft.resourcegraph/resources",
      visualization: "table",
    },
  };
}

function logItem(title: string, workspaceId: string, query: string, visualization: string): Chart {
  return {
    type: 3,
    content: {
      version: "KqlItem/1.0",
      title,
      query,
      size: 0,
      queryType: 0,
      resourceType: "microsoft.operationalinsights/workspaces",
      crossComponentResources: [workspaceId],
      visualization,
    },
  };
}
