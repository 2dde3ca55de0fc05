import { MonitoringNotificationChannel } from "@cdktf/provider-google/lib/monitoring-notification-channel";
import { Construct } from "constructs";
import type { Names } from "../../names";

/** How urgent an alert is: `critical` pages somebody, `warning` can wait until the morning. */
export type Severity = "critical" | "warning";

export interface NotificationsProps {
  readonly names: Names;
  /** Who is told, by topic, such as a severity. */
  readonly emails: Readonly<Record<string, readonly string[]>>;
  /** Labels of the channels, which take none from the provider's defaults. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Channels by which Cloud Monitoring and budgets write e-mails, one for each topic and address. */
export class Notifications extends Construct {
  /** Resource names of the channels, by topic. */
  readonly channels: Readonly<Record<string, string[]>>;

  constructor(scope: Construct, id: string, { names, emails, labels }: NotificationsProps) {
    super(scope, id);
    this.channels = Object.fromEntries(
      Object.entries(emails).map(([topic, addresses]) => [
        topic,
        addresses.map(
          (address) =>
            new MonitoringNotificationChannel(this, `${topic}-${address}`, {
              displayName: `${names.of("generic", topic)}: ${address}`,
              type: "email",
              labels: { email_address: address },
              userLabels: labels,
            }).name,
        ),
      ]),
    );
  }
}
