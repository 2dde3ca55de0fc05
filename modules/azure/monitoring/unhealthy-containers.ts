import { MonitorMetricAlert } from "@cdktf/provider-azurerm/lib/monitor-metric-alert";
import type { Construct } from "constructs";
import type { Placement } from "../placement";
import { severities } from "./alerts";
import { gatewayMetric } from "./monitoring-metrics";
import type { MonitoringSources } from "./monitoring-sources";

export interface UnhealthyContainersProps extends Placement {
  readonly sources: MonitoringSources;
  /** Action group of what can wait until the morning. */
  readonly actionGroupId: string;
}

/**
 * A warning when one of several containers does not answer the gateway for most of a quarter of an hour. `api_down` counts those that answer,
 * so one of two that is lost would be silent. The gateway offers the mean only: 0.5 is one container for half of the time.
 */
export function unhealthyContainers(scope: Construct, id: string, props: UnhealthyContainersProps): MonitorMetricAlert {
  const { resourceId, namespace, name, aggregation } = gatewayMetric(props.sources, "UnhealthyHostCount", "Average");
  const part = "unhealthy-containers";
  return new MonitorMetricAlert(scope, id, {
    name: props.names.of("azure_alert", part),
    resourceGroupName: props.resourceGroup.name,
    description: `A container does not answer the Application Gateway. Look at the gateway's backend health, then at the container's log and events. Container groups: after a restart by Azure one may have another address, which a deploy gives to the gateway (docs/azure.md).${props.names.runbook(part)}`,
    scopes: [resourceId],
    severity: severities.warning,
    frequency: "PT5M",
    windowSize: "PT15M",
    criteria: [{ metricNamespace: namespace, metricName: name, aggregation, operator: "GreaterThan", threshold: 0.5 }],
    action: [{ actionGroupId: props.actionGroupId }],
    tags: { ...props.tags },
  });
}
