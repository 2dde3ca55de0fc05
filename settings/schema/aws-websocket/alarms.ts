import * as z from "zod";
import { alert } from "../alerts";
import { functionAlarms } from "../aws-shared/api";

/** What document 001 alarms on, and what else can go wrong with the bot. */
export const websocketAlarms = z
  .strictObject({
    function_error_rate: alert({
      threshold: 1,
      unit: "percent",
      for_seconds: 300,
      severity: "critical",
      description: "More of the calls of one function fail than this (document 001).",
    }),
    function_errors: alert({
      threshold: 10,
      unit: "count",
      for_seconds: 600,
      severity: "critical",
      description: "This many failed calls of one function in each period.",
    }),
    function_duration: alert({
      threshold: 5000,
      unit: "milliseconds",
      for_seconds: 900,
      severity: "warning",
      description: "Calls of one function take this long on average.",
    }),
    ...functionAlarms,
    api_client_errors: alert({
      threshold: 50,
      unit: "count",
      for_seconds: 300,
      severity: "warning",
      description: "More connections and messages than this were refused (document 001: 4xx).",
    }),
    api_server_errors: alert({
      threshold: 1,
      unit: "percent",
      for_seconds: 300,
      severity: "critical",
      description: "More of the connections and messages fail than this (document 001: 5xx).",
    }),
    api_latency_p95: alert({
      threshold: 3000,
      unit: "milliseconds",
      for_seconds: 900,
      severity: "warning",
      description: "95 % of the functions' runs are not faster than this.",
    }),
    table_throttles: alert({
      threshold: 0,
      unit: "count",
      for_seconds: 300,
      severity: "warning",
      description: "More reads and writes of one table than this were refused (document 001).",
    }),
  })
  .prefault({})
  .describe("Periods are of 5 minutes where `for_seconds` is a multiple of 300, else of one.");
