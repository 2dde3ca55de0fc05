import { BillingBudget } from "@cdktf/provider-google/lib/billing-budget";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface BudgetProps {
  readonly names: Names;
  /**
   * Billing account that pays for the project, such as `012345-678901-ABCDEF`. Its currency must be US dollars, and the account
   * that deploys needs the right to make budgets in it.
   */
  readonly billingAccount: string;
  /** Number of the project whose costs are counted. */
  readonly projectNumber: string;
  /** Only resources with this label count; Google takes one. @default - the whole project's */
  readonly label?: { readonly key: string; readonly value: string };
  /** Limit for a calendar month, in whole US dollars. */
  readonly monthlyUsd: number;
  /** Notification channels that get the reports; at most 5 (Google limit). */
  readonly channels: string[];
}

/** Percent of the budget at which the month's forecast is reported. */
const forecastPercents = [80, 100];

/** A monthly cost budget. It reports when the forecast reaches 80 % and 100 %, and when 100 % is spent. */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, props: BudgetProps) {
    super(scope, id);
    const { label } = props;
    new BillingBudget(this, "monthly", {
      billingAccount: props.billingAccount,
      displayName: props.names.of("gcp_budget", "monthly"),
      amount: { specifiedAmount: { currencyCode: "USD", units: String(props.monthlyUsd) } },
      // By number, as the API returns it; an id would be a difference in every plan.
      budgetFilter: {
        projects: [`projects/${props.projectNumber}`],
        labels: label && { [label.key]: label.value },
        calendarPeriod: "MONTH",
      },
      thresholdRules: [
        ...forecastPercents.map((percent) => ({ thresholdPercent: percent / 100, spendBasis: "FORECASTED_SPEND" })),
        { thresholdPercent: 1, spendBasis: "CURRENT_SPEND" },
      ],
      allUpdatesRule: { monitoringNotificationChannels: props.channels, disableDefaultIamRecipients: true },
    });
  }
}
