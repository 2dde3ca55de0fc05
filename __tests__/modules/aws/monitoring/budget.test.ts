import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { Testing } from "cdktf";
import { Budget, type BudgetProps } from "../../../../modules/aws/monitoring/budget";
import { names } from "../fixtures";

const synth = (props: Partial<BudgetProps> = {}) =>
  Testing.synthScope((scope) => {
    new Budget(scope, "budget", { names, monthlyUsd: 500, emails: ["team@example.com"], ...props });
  });

test("a monthly cost in dollars, told at 80 % and 100 % of the forecast and at 100 % of what was spent", () => {
  expect(synth({ name: "KiroWorkerMonthly" })).toHaveResourceWithProperties(BudgetsBudget, {
    name: "KiroWorkerMonthly",
    budget_type: "COST",
    time_unit: "MONTHLY",
    limit_amount: "500",
    limit_unit: "USD",
    notification: [
      ["FORECASTED", 80],
      ["FORECASTED", 100],
      ["ACTUAL", 100],
    ].map(([notification_type, threshold]) => expect.objectContaining({ notification_type, threshold })),
  });
});

test("it counts the whole account, or what carries a tag", () => {
  expect(synth()).not.toContain("cost_filter");
  expect(synth({ tagFilter: { key: "System", value: "kiro-worker" } })).toHaveResourceWithProperties(BudgetsBudget, {
    name: "test-execution-prod-monthly",
    cost_filter: [{ name: "TagKeyValue", values: ["user:System$kiro-worker"] }],
  });
});
