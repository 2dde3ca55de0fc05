import { ConsumptionBudgetResourceGroup } from "@cdktf/provider-azurerm/lib/consumption-budget-resource-group";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { Placement } from "../placement";

export interface BudgetProps extends Placement {
  /** What the resource group may cost in a calendar month, in the currency of the bill: US dollars, or its own. */
  readonly monthlyUsd: number;
  /** Who is told; at most 50 addresses (Azure limit). */
  readonly emails: readonly string[];
  /** Percents of the budget at which the month's forecast is reported; at most 4. @default [80, 100] */
  readonly forecastPercents?: readonly number[];
}

/** A monthly cost budget of the resource group that reports when the forecast nears it and when it is really spent. */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, props: BudgetProps) {
    super(scope, id);
    const notification = (thresholdType: "Forecasted" | "Actual", threshold: number) => ({
      operator: "GreaterThan",
      threshold,
      thresholdType,
      contactEmails: [...props.emails],
    });

    new ConsumptionBudgetResourceGroup(this, "monthly", {
      name: props.names.of("budget", "monthly"),
      resourceGroupId: props.resourceGroup.id,
      amount: props.monthlyUsd,
      timeGrain: "Monthly",
      // Azure takes the first of the month in which the budget is made, which Terraform alone knows; it never changes after.
      timePeriod: { startDate: Fn.formatdate("YYYY-MM-01'T'00:00:00'Z'", Fn.plantimestamp()) },
      lifecycle: { ignoreChanges: ["time_period"] },
      notification: [
        ...(props.forecastPercents ?? [80, 100]).map((percent) => notification("Forecasted", percent)),
        notification("Actual", 100),
      ],
    });
  }
}
