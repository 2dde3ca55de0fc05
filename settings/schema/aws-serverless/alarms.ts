import * as z from "zod";
import { alert } from "../alerts";
import { functionAlarms } from "../aws-shared/api";

/** What document 000 alarms on, and what else can go wrong with the platform. */
export const serverlessAlarms = z
  .strictObject({
    function_errors: alert({
      threshold: 10,
      unit: "count",
      for_seconds: 600,
      severity: "critical",
      description: "This many failed calls of one function in each period (document 000: 10 in each of 2).",
    }),
    function_duration: alert({
      threshold: 30_000,
      unit: "milliseconds",
      for_seconds: 900,
      severity: "warning",
      description: "Calls of one function take this long on average (document 000: 30 s in each of 3 periods).",
    }),
    ...functionAlarms,
    table_throttles: alert({
      threshold: 0,
      unit: "count",
      for_seconds: 300,
      severity: "warning",
      description: "More reads and writes of one table than this were refused.",
    }),
    api_server_errors: alert({
      threshold: 1,
      unit: "percent",
      for_seconds: 300,
      severity: "critical",
      description: "More of the requests end in a server error than this.",
    }),
    api_client_errors: alert({
      threshold: 25,
      unit: "percent",
      for_seconds: 900,
      severity: "warning",
      description: "More of the requests are refused than this.",
    }),
    api_latency_p95: alert({
      threshold: 3000,
      unit: "milliseconds",
      for_seconds: 900,
      severity: "warning",
      description: "95 % of answers are not faster than this.",
    }),
  })
  .prefault({})
  .describe("Periods are of 5 minutes where `for_seconds` is a multiple of 300, else of one.");
