import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface BudgetProps {
  readonly names: Names;
  /** What a calendar month may cost, in US dollars. */
  readonly monthlyUsd: number;
  /** Who is told; at most 10 addresses (AWS limit). */
  readonly emails: readonly string[];
  /** Unique in the account; at most 100 characters (AWS limit). @default "<system>-<environment>-monthly" */
  readonly name?: string;
  /** Only costs with this tag count. It must be activated once as a cost allocation tag of the account. @default - the whole account's */
  readonly tagFilter?: { readonly key: string; readonly value: string };
  /** Percents of the budget at which the month's forecast is reported; at most 4. @default [80, 100] */
  readonly forecastPercents?: readonly number[];
}

/** A monthly cost budget that reports when the forecast nears it and when it is really spent. */
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
      notification: [
        ...(props.forecastPercents ?? [80, 100]).map((percent) => notification("FORECASTED", percent)),
        notification("ACTUAL", 100),
      ],
    });
  }
}
