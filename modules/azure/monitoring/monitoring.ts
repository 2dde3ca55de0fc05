import { Construct } from "constructs";
import type { AlertSettings, DashboardName, Recipients, Severity } from "../../alerts";
import type { Placement } from "../placement";
import { Alerts } from "./alerts";
import { Availability, type AvailabilityTest } from "./availability";
import { Budget, type BudgetProps } from "./budget";
import { Dashboards } from "./dashboards";
import type { MonitoringSources } from "./monitoring-sources";
import { Notifications } from "./notifications";
import { unhealthyContainers } from "./unhealthy-containers";

export interface MonitoringProps extends Placement, MonitoringSources {
  /** Addresses that get alerts, by severity. */
  readonly emails: Recipients;
  /** See `AlertsProps`. */
  readonly alerts: AlertSettings;
  /** Test from outside; its alert has the severity of `api_down` and is off where that is off. @default - none */
  readonly availability?: AvailabilityTest;
  /** Share of requests that the SLA promises to answer without a server error, in percent. @default 99.9 */
  readonly availabilityTargetPercent?: number;
  /** Monthly cost limit of the resource group, and the addresses that get its reports. @default - none */
  readonly budget?: Omit<BudgetProps, keyof Placement>;
}

/**
 * Monitoring of an application behind an Application Gateway: action groups, alerts, four dashboards, and optionally an
 * availability test and a budget.
 */
export class Monitoring extends Construct {
  /** For more alerts. */
  readonly actionGroupIds: Readonly<Record<Severity, string>>;
  /** `business` only where the application names metrics. */
  readonly dashboardNames: Readonly<Partial<Record<DashboardName, string>>>;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { names, resourceGroup, tags, alerts, availability, budget } = props;
    const placement = { names, resourceGroup, tags };

    const { actionGroupIds } = new Notifications(this, "notifications", { ...placement, emails: props.emails });
    new Alerts(this, "alerts", { ...placement, alerts, sources: props, actionGroupIds });
    const dashboards = new Dashboards(this, "dashboards", {
      ...placement,
      sources: props,
      latencyThreshold: alerts.latency_p95.threshold,
      availabilityTargetPercent: props.availabilityTargetPercent ?? 99.9,
    });
    if (alerts.api_down.enabled !== false) {
      const actionGroupId = actionGroupIds.warning;
      unhealthyContainers(this, "unhealthy-containers", { ...placement, sources: props, actionGroupId });
    }
    if (availability && alerts.api_down.enabled !== false) {
      const { severity } = alerts.api_down;
      new Availability(this, "availability", {
        ...placement,
        ...availability,
        applicationInsightsId: props.applicationInsightsId,
        severity,
        actionGroupId: actionGroupIds[severity],
      });
    }
    if (budget) new Budget(this, "budget", { ...placement, ...budget });

    this.actionGroupIds = actionGroupIds;
    this.dashboardNames = dashboards.dashboardNames;
  }
}
