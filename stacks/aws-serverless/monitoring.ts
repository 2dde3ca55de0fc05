import type { Construct } from "constructs";
import type { RestApi } from "../../modules/aws/api/rest-api";
import { Monitoring } from "../../modules/aws/monitoring/monitoring";
import { watchFunction } from "../../modules/aws/monitoring/watch/watch-function";
import { watchRestApi } from "../../modules/aws/monitoring/watch/watch-rest-api";
import { watchTable } from "../../modules/aws/monitoring/watch/watch-table";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import { alarmsByPart } from "../aws-shared/function-settings";
import { budget } from "../shared-settings";
import type { Functions } from "./functions";
import type { Stores } from "./stores";

export interface MonitoringInputs {
  readonly api: RestApi;
  readonly functions: Functions;
  readonly stores: Stores;
}

/** The dashboard and the alarms of document 000, with the e-mail topics they report to. */
export function addMonitoring(
  stack: Construct,
  settings: PlatformSettings["aws-serverless"],
  context: AwsContext,
  { api, functions, stores }: MonitoringInputs,
): Monitoring {
  const { ofApi, ofFunction, ofTable } = alarmsByPart(settings.alarms);
  return new Monitoring(stack, "monitoring", {
    ...context,
    emails: settings.notifications,
    watched: [
      watchRestApi("api", api, ofApi),
      watchFunction("test-execution", functions.testExecution, ofFunction),
      watchFunction("ai-analysis", functions.aiAnalysis, ofFunction),
      watchTable("test-cases", stores.testCases, ofTable),
      watchTable("test-executions", stores.testExecutions, ofTable),
    ],
    budget: budget(stack, settings),
  });
}
