import { BillingBudget } from "@cdktf/provider-google/lib/billing-budget";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface BudgetProps {
  readonly names: Names;
  /** Billing account that pays for the project, `012345-678901-ABCDEF`, in US dollars. Whoever deploys needs rights on it. */
  readonly billingAccount: string;
  /** Number of the project whose costs count. */
  readonly projectNumber: string;
  /** What a calendar month may cost, in whole US dollars. */
  readonly monthlyUsd: number;
  /** Notification channels that are told; at most 5 (Google limit). */
  readonly channels: string[];
  /** Percents of the budget at which the month's forecast is reported. @default [80, 100] */
  readonly forecastPercents?: readonly number[];
}

/** A monthly cost budget that reports when the forecast nears it and when it is really spent. */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, props: BudgetProps) {
    super(scope, id);
    const { forecastPercents = [80, 100] } = props;
    new BillingBudget(this, "monthly", {
      billingAccount: props.billingAccount,
      displayName: props.names.of("budget", "monthly"),
      amount: { specifiedAmount: { currencyCode: "USD", units: String(props.monthlyUsd) } },
      // By number: that is how the API answers.
      budgetFilter: { projects: [`projects/${props.projectNumber}`], calendarPeriod: "MONTH" },
      thresholdRules: [
        ...forecastPercents.map((percent) => ({ thresholdPercent: percent / 100, spendBasis: "FORECASTED_SPEND" })),
        { thresholdPercent: 1, spendBasis: "CURRENT_SPEND" },
      ],
      allUpdatesRule: { monitoringNotificationChannels: props.channels, disableDefaultIamRecipients: true },
    });
  }
}
