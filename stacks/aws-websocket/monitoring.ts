import type { Construct } from "constructs";
import { EventMonitoring } from "../../modules/aws/monitoring/event-monitoring";
import { watchErrorRate } from "../../modules/aws/monitoring/watch-error-rate";
import { watchFunction } from "../../modules/aws/monitoring/watch-function";
import { watchTable } from "../../modules/aws/monitoring/watch-table";
import { type WatchedWebSocketApi, watchWebSocketApi } from "../../modules/aws/monitoring/watch-websocket-api";
import type { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";
import { alarmsByPart } from "../aws-shared/function-settings";
import { alarm, budget } from "../shared-settings";
import type { WebSocketFunctions } from "./functions";
import type { WebSocketStores } from "./stores";

type Settings = PlatformSettings["aws-websocket"];

export interface WatchedWebSocketParts {
  readonly names: Names;
  readonly keyArn: string;
  readonly api: WatchedWebSocketApi;
  readonly functions: WebSocketFunctions;
  readonly stores: WebSocketStores;
}

/** The dashboard and the alarms of document 001, with the e-mail topics they report to. */
export function addWebSocketMonitoring(
  stack: Construct,
  settings: Settings,
  { names, keyArn, api, functions, stores }: WatchedWebSocketParts,
): EventMonitoring {
  const { ofApi, ofFunction, ofTable } = alarmsByPart(settings.alarms);
  return new EventMonitoring(stack, "monitoring", {
    names,
    keyArn,
    emails: settings.notifications,
    watched: [
      watchWebSocketApi("api", api, ofApi),
      watchErrorRate(functions, alarm(settings.alarms.function_error_rate)),
      ...Object.entries(functions).map(([key, watched]) => watchFunction(key, watched, ofFunction)),
      watchTable("connections", stores.connections, ofTable),
      watchTable("conversations", stores.conversations, ofTable),
    ],
    budget: budget(settings),
  });
}
