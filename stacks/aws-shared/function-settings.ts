import type { PlatformSettings } from "../../settings/schema";
import type { AlertBlock } from "../../settings/schema/alerts";
import { alertsOf } from "../shared-settings";

/** Blocks that systems of functions behind an API share, as modules take them. */
type Settings = Pick<PlatformSettings["aws-serverless"], "functions"> & {
  readonly alarms: Readonly<Record<keyof PlatformSettings["aws-serverless"]["alarms"], AlertBlock>>;
};

/** What is set of one function. */
export function functionSize(settings: Settings["functions"]["test_execution"]) {
  return {
    memoryMib: settings.memory_mib,
    timeoutSeconds: settings.timeout_seconds,
    logLevel: settings.log_level,
    reservedConcurrency: settings.reserved_concurrency,
    provisionedConcurrency: settings.provisioned_concurrency,
  };
}

/** The alarms on the API, and on each function and each table. */
export function alarmsByPart(alarms: Settings["alarms"]) {
  const alerts = alertsOf(alarms);
  return {
    ofApi: {
      serverErrors: alerts.api_server_errors,
      clientErrors: alerts.api_client_errors,
      latencyP95: alerts.api_latency_p95,
    },
    ofFunction: {
      errors: alerts.function_errors,
      duration: alerts.function_duration,
      throttles: alerts.function_throttles,
      deadLetters: alerts.dead_letters,
    },
    ofTable: { throttles: alerts.table_throttles },
  };
}
