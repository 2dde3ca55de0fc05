import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { Budget, type BudgetProps } from "../../../../modules/aws/monitoring/budget";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const make = (props: Partial<BudgetProps> = {}) =>
  synthesized((scope) => {
    new Budget(scope, "budget", { names, monthlyUsd: 500, emails: ["team@example.com"], ...props });
  }).one(BudgetsBudget);

test("a monthly cost in dollars, reported at 80 % and 100 % of the forecast and at 100 % of the actual cost", () => {
  expect(make({ name: "KiroWorkerMonthly" })).toMatchObject({
    name: "KiroWorkerMonthly",
    budget_type: "COST",
    time_unit: "MONTHLY",
    limit_amount: "500",
    limit_unit: "USD",
    notification: [
      ["FORECASTED", 80],
      ["FORECASTED", 100],
      ["ACTUAL", 100],
    ].map(([notification_type, threshold]) => ({
      notification_type,
      threshold,
      subscriber_email_addresses: ["team@example.com"],
    })),
  });
});

test("it counts the whole account, or what carries a tag", () => {
  expect(make()).not.toHaveProperty("cost_filter");
  expect(make({ tagFilter: { key: "Stack", value: "aws-prod" } })).toMatchObject({
    name: "test-execution-prod-monthly",
    cost_filter: [{ name: "TagKeyValue", values: ["user:Stack$aws-prod"] }],
  });
});
