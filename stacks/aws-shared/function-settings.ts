import type * as z from "zod";
import type { FunctionLink } from "../../modules/aws/functions/function-links";
import { parametersLink } from "../../modules/aws/functions/parameters-link";
import type { Names } from "../../modules/names";
import type { AlertBlock } from "../../settings/schema/alerts";
import type { functionAlarms } from "../../settings/schema/aws-shared/api";
import type { functionSettings } from "../../settings/schema/aws-shared/function";
import { alertsOf } from "../shared-settings";

/** What is set of one function. */
export function functionSize(settings: z.infer<ReturnType<typeof functionSettings>>) {
  return {
    memoryMib: settings.memory_mib,
    timeoutSeconds: settings.timeout_seconds,
    logLevel: settings.log_level,
    reservedConcurrency: settings.reserved_concurrency,
    provisionedConcurrency: settings.provisioned_concurrency,
  };
}

/** What each function of a system gets to read the flags: nothing where the settings have none. */
export function flagLinks(
  { feature_flags }: { readonly feature_flags: Readonly<Record<string, unknown>> },
  names: Names,
): FunctionLink[] {
  return Object.keys(feature_flags).length > 0 ? [parametersLink(names)] : [];
}

/** Provisioned capacity of tables that follows its use; undefined: billed on demand. */
export function tableCapacity(
  capacity: { readonly min: number; readonly max: number; readonly target_percent: number } | undefined,
) {
  return capacity && { min: capacity.min, max: capacity.max, targetPercent: capacity.target_percent };
}

/** The alarms of a system of functions behind an API; each platform has its own figures. */
type Alarms = Readonly<
  Record<
    | keyof typeof functionAlarms
    | "function_errors"
    | "function_duration"
    | "table_throttles"
    | `api_${"server_errors" | "client_errors" | "latency_p95"}`,
    AlertBlock
  >
>;

/** The alarms on the API, and on each function and each table. */
export function alarmsByPart(alarms: Alarms) {
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
