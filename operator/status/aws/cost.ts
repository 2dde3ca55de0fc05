import type { Budget } from "@aws-sdk/client-budgets";
import { shellQuote } from "../../process/shell";
import { costText } from "../cost-text";
import { due, ok, type Seen, type StatusFinding } from "../finding";
import { regional } from "./regional";
import type { StatusAccount } from "./status-account";

/** The cost of the month against each budget of the stacks, actual and forecast, as AWS counts it up to three times a day. */
export async function costFindings(account: StatusAccount, at = new Date()): Promise<StatusFinding[]> {
  const found = regional(account, "aws_budgets_budget").map(({ stack, name }) =>
    account.ask({ topic: "cost", stacks: [stack.id], subject: name }, async () => {
      const { BudgetsClient, DescribeBudgetCommand } = await import("@aws-sdk/client-budgets");
      // AWS Budgets has one endpoint, in this region.
      const client = new BudgetsClient(await account.options("us-east-1"));
      const AccountId = account.identity.account;
      const answer = await client
        .send(new DescribeBudgetCommand({ AccountId, BudgetName: name }))
        .catch((error: Error) => {
          if (error.name === "NotFoundException") return undefined;
          throw error;
        });
      if (!answer?.Budget) return due("the budget is not there", `npm run plan -- ${stack.id}`);
      return seen(account, stack.id, answer.Budget, at);
    }),
  );
  return (await Promise.all(found)).flat();
}

/** Days of a month after which a budget of a running stack has counted something. */
const firstDays = 3;

function seen(account: StatusAccount, stack: string, budget: Budget, at: Date): Seen {
  const { BudgetLimit, CalculatedSpend } = budget;
  const amount = (of: { Amount?: string | undefined } | undefined) =>
    of?.Amount === undefined ? undefined : Number(of.Amount);
  const [limit, actual, forecast] = [
    amount(BudgetLimit),
    amount(CalculatedSpend?.ActualSpend),
    amount(CalculatedSpend?.ForecastedSpend),
  ];
  const unit = BudgetLimit?.Unit ?? "USD";
  const text = costText({ limit, actual, forecast, unit });
  if (limit === undefined || actual === undefined) return ok(text);
  if (actual === 0 && at.getUTCDate() > firstDays && !account.emulated)
    return due(
      `${text}: a budget counts nothing until its cost-allocation tag is active`,
      `npm run preflight -- ${stack}`,
    );
  if (actual > limit) return due(`${text}: over the budget`, breakdown(account, stack, at));
  if (forecast !== undefined && forecast > limit)
    return due(`${text}: the month will be over the budget`, breakdown(account, stack, at));
  return ok(text);
}

/** What each service of the stack has cost this month. Cost Explorer takes 0.01 USD for a request. */
function breakdown(account: StatusAccount, stack: string, at: Date): string {
  const day = (date: Date) => date.toISOString().slice(0, 10);
  const first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
  const tomorrow = new Date(at.getTime() + 86_400_000);
  const filter = shellQuote(JSON.stringify({ Tags: { Key: "Stack", Values: [stack] } }));
  return account.command(
    `ce get-cost-and-usage --time-period Start=${day(first)},End=${day(tomorrow)} --granularity MONTHLY --metrics UnblendedCost --group-by Type=DIMENSION,Key=SERVICE --filter ${filter}`,
    "us-east-1",
  );
}
