import type { Construct } from "constructs";
import type { ScheduledRule } from "../../modules/aws/functions/scheduled-rule";
import { Monitoring } from "../../modules/aws/monitoring/monitoring";
import { watchSchedules } from "../../modules/aws/monitoring/watch/watch-dead-letters";
import { watchErrorRate } from "../../modules/aws/monitoring/watch/watch-error-rate";
import { watchFunction } from "../../modules/aws/monitoring/watch/watch-function";
import { watchTable } from "../../modules/aws/monitoring/watch/watch-table";
import { type WatchedWebSocketApi, watchWebSocketApi } from "../../modules/aws/monitoring/watch/watch-websocket-api";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import { alarmsByPart } from "../aws-shared/function-settings";
import { alarm, budget } from "../shared-settings";
import type { Functions } from "./functions";
import type { Stores } from "./stores";

export interface MonitoringInputs {
  readonly api: WatchedWebSocketApi;
  readonly functions: Functions;
  /** By their names. */
  readonly schedules: Readonly<Record<string, ScheduledRule>>;
  readonly stores: Stores;
}

/** The dashboard and the alarms of document 001, with the e-mail topics they report to. */
export function addMonitoring(
  stack: Construct,
  settings: PlatformSettings["aws-websocket"],
  context: AwsContext,
  { api, functions, schedules, stores }: MonitoringInputs,
): Monitoring {
  const { ofApi, ofFunction, ofTable } = alarmsByPart(settings.alarms);
  return new Monitoring(stack, "monitoring", {
    ...context,
    emails: settings.notifications,
    watched: [
      watchWebSocketApi("api", api, ofApi),
      watchErrorRate(functions, alarm(settings.alarms.function_error_rate)),
      ...Object.entries(functions).map(([key, watched]) => watchFunction(key, watched, ofFunction)),
      watchSchedules(schedules, ofFunction.deadLetters),
      watchTable("connections", stores.connections, ofTable),
      watchTable("conversations", stores.conversations, ofTable),
    ],
    budget: budget(stack, settings),
  });
}
