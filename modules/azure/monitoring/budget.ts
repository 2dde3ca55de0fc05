import { ConsumptionBudgetResourceGroup } from "@cdktf/provider-azurerm/lib/consumption-budget-resource-group";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { Placement } from "../placement";

export interface BudgetProps extends Placement {
  /** Limit for the resource group in a calendar month, in the currency of the bill (US dollars, unless the account has another). */
  readonly monthlyUsd: number;
  /** Addresses that get the reports; at most 50 (Azure limit). */
  readonly emails: readonly string[];
}

/** Percent of the budget at which the month's forecast is reported. */
const forecastPercents = [80, 100];

/** A monthly cost budget of the resource group. It reports when the forecast reaches 80 % and 100 %, and when 100 % is spent. */
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
      name: props.names.of("azure_budget", "monthly"),
      resourceGroupId: props.resourceGroup.id,
      amount: props.monthlyUsd,
      timeGrain: "Monthly",
      // The first day of the month in which the budget is created, which only Terraform knows. It does not change later.
      timePeriod: { startDate: Fn.formatdate("YYYY-MM-01'T'00:00:00'Z'", Fn.plantimestamp()) },
      lifecycle: { ignoreChanges: ["time_period"] },
      notification: [
        ...forecastPercents.map((percent) => notification("Forecasted", percent)),
        notification("Actual", 100),
      ],
    });
  }
}
