import { MonitorActionGroup } from "@cdktf/provider-azurerm/lib/monitor-action-group";
import { Construct } from "constructs";
import type { Recipients, Severity } from "../../alerts";
import type { Placement } from "../placement";

export interface NotificationsProps extends Placement {
  /** Addresses by severity. Azure sends each a message once that it was added. */
  readonly emails: Recipients;
}

/** Two action groups, `critical` and `warning`, that send e-mails. */
export class Notifications extends Construct {
  readonly actionGroupIds: Readonly<Record<Severity, string>>;

  constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id);
    const group = (severity: Severity) =>
      new MonitorActionGroup(this, severity, {
        name: props.names.of("azure_alert", severity),
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
