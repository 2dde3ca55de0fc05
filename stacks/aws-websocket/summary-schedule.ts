import type { Construct } from "constructs";
import type { ServerlessFunction } from "../../modules/aws/functions/function";
import { ScheduledRule } from "../../modules/aws/functions/scheduled-rule";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";

export interface SummaryScheduleInputs {
  readonly summary: ServerlessFunction;
}

/** Calls the function of the daily summary, when the settings say. */
export function addSummarySchedule(
  stack: Construct,
  { summary: { schedule, timezone, enabled } }: PlatformSettings["aws-websocket"],
  { names, keyArn }: AwsContext,
  { summary }: SummaryScheduleInputs,
): ScheduledRule {
  return new ScheduledRule(stack, "daily-summary", {
    names,
    name: "daily-summary",
    schedule,
    timezone,
    enabled,
    keyArn,
    target: { functionArn: summary.aliasArn },
  });
}
