import * as z from "zod";
import { alert } from "../alerts";
import { alarmPeriods, functionAlarms } from "../aws-shared/api";

/** The alarms of document 001, and those on the bot's other failures. */
export const websocketAlarms = z
  .strictObject({
    function_error_rate: alert(
      { threshold_percent: 1 },
      {
        for_seconds: 300,
        severity: "critical",
        description: "Raised when more of the calls of one function fail (document 001).",
      },
    ),
    function_errors: alert(
      { threshold_count: 10 },
      {
        for_seconds: 600,
        severity: "critical",
        description: "Raised when this many calls of one function fail in each period.",
      },
    ),
    function_duration: alert(
      { threshold_ms: 5000 },
      {
        for_seconds: 900,
        severity: "warning",
        description: "Raised when calls of one function take this long on average.",
      },
    ),
    ...functionAlarms,
    api_client_errors: alert(
      { threshold_count: 50 },
      {
        for_seconds: 300,
        severity: "warning",
        description: "Raised when more connections and messages are refused (document 001: 4xx).",
      },
    ),
    api_server_errors: alert(
      { threshold_percent: 1 },
      {
        for_seconds: 300,
        severity: "critical",
        description: "Raised when more of the connections and messages fail (document 001: 5xx).",
      },
    ),
    api_latency_p95: alert(
      { threshold_ms: 3000 },
      {
        for_seconds: 900,
        severity: "warning",
        description: "Raised when the 95th percentile of the functions' run time is this high.",
      },
    ),
    table_throttles: alert(
      { threshold_count: 0 },
      {
        for_seconds: 300,
        severity: "warning",
        description: "Raised when more reads and writes of one table are throttled (document 001).",
      },
    ),
  })
  .prefault({})
  .describe(alarmPeriods);
