import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface BudgetProps {
  readonly names: Names;
  /** What a calendar month may cost, in US dollars. */
  readonly monthlyUsd: number;
  /** Who is notified; at most 10 addresses (AWS limit). */
  readonly emails: readonly string[];
  /** Unique in the account; at most 100 characters (AWS limit). @default "<name>-<environment>-monthly" */
  readonly name?: string;
  /**
   * Only costs with this tag count: none at all until the account that pays activates the tag for cost allocation.
   * @default - the whole account's
   */
  readonly tagFilter?: { readonly key: string; readonly value: string };
}

/** A monthly cost budget with e-mails at 80 % and 100 % of the forecast and at 100 % of the actual cost. */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, props: BudgetProps) {
    super(scope, id);
    const { tagFilter } = props;
    const notification = (notificationType: "FORECASTED" | "ACTUAL", threshold: number) => ({
      notificationType,
      threshold,
      thresholdType: "PERCENTAGE",
      comparisonOperator: "GREATER_THAN",
      subscriberEmailAddresses: [...props.emails],
    });

    new BudgetsBudget(this, "monthly", {
      name: props.name ?? props.names.of("budget", "monthly"),
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: String(props.monthlyUsd),
      limitUnit: "USD",
      costFilter: tagFilter && [{ name: "TagKeyValue", values: [`user:${tagFilter.key}$${tagFilter.value}`] }],
      notification: [notification("FORECASTED", 80), notification("FORECASTED", 100), notification("ACTUAL", 100)],
    });
  }
}
