import { MonitorActionGroup } from "@cdktf/provider-azurerm/lib/monitor-action-group";
import { Construct } from "constructs";
import type { Placement } from "../placement";

/** How urgent an alert is: `critical` pages somebody, `warning` can wait until the morning. */
export type Severity = "critical" | "warning";

export interface NotificationsProps extends Placement {
  /** Who is told, by severity. Azure tells each address once that it was added. */
  readonly emails: Readonly<Record<Severity, readonly string[]>>;
}

/** Two action groups, `critical` and `warning`, with their e-mail addresses. */
export class Notifications extends Construct {
  readonly actionGroupIds: Readonly<Record<Severity, string>>;

  constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id);
    const group = (severity: Severity) =>
      new MonitorActionGroup(this, severity, {
        name: props.names.of("azure_resource", severity),
        resourceGroupName: props.resourceGroup.name,
        shortName: severity,
        emailReceiver: props.emails[severity].map((emailAddress) => ({
          name: emailAddress,
          emailAddress,
          useCommonAlertSchema: true,
        })),
        tags: { ...props.tags },
      }).id;
    this.actionGroupIds = { critical: group("critical"), warning: group("warning") };
  }
}
