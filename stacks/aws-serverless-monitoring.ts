import type { Construct } from "constructs";
import { EventMonitoring } from "../modules/aws/event-monitoring";
import type { RestApi } from "../modules/aws/rest-api";
import { watchFunction } from "../modules/aws/watch-function";
import { watchRestApi } from "../modules/aws/watch-rest-api";
import { watchTable } from "../modules/aws/watch-table";
import type { Names } from "../modules/names";
import type { PlatformSettings } from "../settings/schema";
import type { ServerlessFunctions } from "./aws-serverless-functions";
import type { ServerlessStores } from "./aws-serverless-stores";
import { alarm, budget } from "./shared-settings";

type Settings = PlatformSettings["aws-serverless"];

export interface WatchedParts {
  readonly names: Names;
  readonly keyArn: string;
  readonly api: RestApi;
  readonly functions: ServerlessFunctions;
  readonly stores: ServerlessStores;
}

/** The dashboard and the alarms of seed 000, with the e-mail topics they report to. */
export function addServerlessMonitoring(stack: Construct, settings: Settings, parts: WatchedParts): EventMonitoring {
  const { names, keyArn, api, functions, stores } = parts;
  const { alarms } = settings;
  const ofFunction = {
    errors: alarm(alarms.function_errors),
    duration: alarm(alarms.function_duration),
    throttles: alarm(alarms.function_throttles),
    deadLetters: alarm(alarms.dead_letters),
  };
  const ofTable = { throttles: alarm(alarms.table_throttles) };
  return new EventMonitoring(stack, "monitoring", {
    names,
    keyArn,
    emails: settings.notifications,
    watched: [
      watchRestApi("api", api, {
        serverErrors: alarm(alarms.api_server_errors),
        clientErrors: alarm(alarms.api_client_errors),
        latencyP95: alarm(alarms.api_latency_p95),
      }),
      watchFunction("test-execution", functions.testExecution, ofFunction),
      watchFunction("ai-analysis", functions.aiAnalysis, ofFunction),
      watchTable("test-cases", stores.testCases, ofTable),
      watchTable("test-executions", stores.testExecutions, ofTable),
    ],
    budget: budget(settings),
  });
}
