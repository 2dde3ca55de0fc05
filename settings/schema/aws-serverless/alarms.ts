import * as z from "zod";
import { alert } from "../alerts";
import { alarmPeriods, functionAlarms } from "../aws-shared/api";

/** The alarms of document 000, and those on the platform's other failures. */
export const serverlessAlarms = z
  .strictObject({
    function_errors: alert(
      { threshold_count: 10 },
      {
        for_seconds: 600,
        severity: "critical",
        description: "Raised when this many calls of one function fail in each period (document 000: 10 in each of 2).",
      },
    ),
    function_duration: alert(
      { threshold_ms: 30_000 },
      {
        for_seconds: 900,
        severity: "warning",
        description: "Raised when calls of one function take this long on average (document 000: 30 s in 3 periods).",
      },
    ),
    ...functionAlarms,
    table_throttles: alert(
      { threshold_count: 0 },
      {
        for_seconds: 300,
        severity: "warning",
        description: "Raised when more reads and writes of one table are throttled.",
      },
    ),
    api_server_errors: alert(
      { threshold_percent: 1 },
      { for_seconds: 300, severity: "critical", description: "Raised when more of the requests end in a 5xx status." },
    ),
    api_client_errors: alert(
      { threshold_percent: 25 },
      { for_seconds: 900, severity: "warning", description: "Raised when more of the requests end in a 4xx status." },
    ),
    api_latency_p95: alert(
      { threshold_ms: 3000 },
      {
        for_seconds: 900,
        severity: "warning",
        description: "Raised when the 95th percentile of the response time is this high.",
      },
    ),
  })
  .prefault({})
  .describe(alarmPeriods);
