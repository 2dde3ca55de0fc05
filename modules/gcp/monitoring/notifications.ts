import { MonitoringNotificationChannel } from "@cdktf/provider-google/lib/monitoring-notification-channel";
import { Construct } from "constructs";
import type { Severity } from "../../alerts";
import type { Names } from "../../names";
import { mapValues } from "../../records";

/** What e-mails are sent about: alerts of a severity, or the budget. */
export type Topic = Severity | "budget";

export interface NotificationsProps {
  readonly names: Names;
  /** Addresses by topic. */
  readonly emails: Readonly<Record<Topic, readonly string[]>>;
  /** Labels of the channels. The provider's default labels do not reach them. */
  readonly labels: Readonly<Record<string, string>>;
}

/** E-mail channels of Cloud Monitoring, one per topic and address. */
export class Notifications extends Construct {
  /** Resource names of the channels, by topic. */
  readonly channels: Readonly<Record<Topic, string[]>>;

  constructor(scope: Construct, id: string, { names, emails, labels }: NotificationsProps) {
    super(scope, id);
    this.channels = mapValues(emails, (addresses, topic) =>
      addresses.map(
        (address) =>
          new MonitoringNotificationChannel(this, `${topic}-${address}`, {
            displayName: `${names.of("gcp_alert", topic)}: ${address}`,
            type: "email",
            labels: { email_address: address },
            userLabels: labels,
          }).name,
      ),
    );
  }
}
