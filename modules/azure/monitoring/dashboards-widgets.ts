import type { Metric } from "./monitoring-metrics";

/** One item of a workbook; half a row wide. */
export interface Widget {
  /** Azure's number of the kind of item. */
  readonly type: number;
  readonly content: Readonly<Record<string, unknown>>;
}

const aggregations = { Total: 1, Minimum: 2, Maximum: 3, Average: 4 };

/** Lines of metrics over time. A workbook requires that all are of one type of resource. */
export function metricWidget(title: string, metrics: readonly Metric[], splitBy?: string): Widget {
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

/** The result of a query, as lines over time. */
export function logWidget(title: string, workspaceId: string, query: string): Widget {
  return logItem(title, workspaceId, query, "timechart");
}

/** The result of a query, as a table. */
export function logTable(title: string, workspaceId: string, query: string): Widget {
  return logItem(title, workspaceId, query, "table");
}

/** The alerts of a resource group that fired, newest first; Azure keeps them for 30 days. */
export function raisedAlerts(title: string, resourceGroup: string): Widget {
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

function logItem(title: string, workspaceId: string, query: string, visualization: string): Widget {
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
