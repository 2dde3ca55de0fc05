import type { Construct } from "constructs";
import type { RestApi } from "../../modules/aws/api/rest-api";
import { EventMonitoring } from "../../modules/aws/monitoring/event-monitoring";
import { watchFunction } from "../../modules/aws/monitoring/watch-function";
import { watchRestApi } from "../../modules/aws/monitoring/watch-rest-api";
import { watchTable } from "../../modules/aws/monitoring/watch-table";
import type { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";
import { alarmsByPart } from "../aws-shared/function-settings";
import { budget } from "../shared-settings";
import type { ServerlessFunctions } from "./functions";
import type { ServerlessStores } from "./stores";

type Settings = PlatformSettings["aws-serverless"];

export interface WatchedParts {
  readonly names: Names;
  readonly keyArn: string;
  readonly api: RestApi;
  readonly functions: ServerlessFunctions;
  readonly stores: ServerlessStores;
}

/** The dashboard and the alarms of document 000, with the e-mail topics they report to. */
export function addServerlessMonitoring(stack: Construct, settings: Settings, parts: WatchedParts): EventMonitoring {
  const { names, keyArn, api, functions, stores } = parts;
  const { ofApi, ofFunction, ofTable } = alarmsByPart(settings.alarms);
  return new EventMonitoring(stack, "monitoring", {
    names,
    keyArn,
    emails: settings.notifications,
    watched: [
      watchRestApi("api", api, ofApi),
      watchFunction("test-execution", functions.testExecution, ofFunction),
      watchFunction("ai-analysis", functions.aiAnalysis, ofFunction),
      watchTable("test-cases", stores.testCases, ofTable),
      watchTable("test-executions", stores.testExecutions, ofTable),
    ],
    budget: budget(settings),
  });
}
