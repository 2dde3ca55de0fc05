import * as z from "zod";
import { alert } from "../alerts";

/** The alarms of document 004 with their thresholds. Critical ones page, warnings are e-mails. */
export const buildAlarms = z
  .strictObject({
    build_failures: alert({
      threshold: 3,
      unit: "count",
      for_seconds: 300,
      severity: "critical",
      description: "More builds fail within the time.",
    }),
    build_failure_rate: alert({
      threshold: 50,
      unit: "percent",
      for_seconds: 300,
      severity: "critical",
      description: "More of the builds that end within the time fail.",
    }),
    build_failure_rate_warning: alert({
      threshold: 25,
      unit: "percent",
      for_seconds: 600,
      severity: "warning",
      description: "The same, for those who need not be woken.",
    }),
    build_duration: alert({
      threshold: 30,
      unit: "minutes",
      for_seconds: 300,
      severity: "warning",
      description: "Builds that end within the time took longer on average.",
    }),
    coverage: alert({
      threshold: 85,
      unit: "percent",
      for_seconds: 300,
      severity: "warning",
      description: "A build covers fewer lines with tests.",
    }),
    function_error_rate: alert({
      threshold: 10,
      unit: "percent",
      for_seconds: 300,
      severity: "critical",
      description: "More of the functions' calls fail within the time.",
    }),
    function_work: alert({
      threshold: 10,
      unit: "minutes",
      for_seconds: 900,
      severity: "warning",
      description: "The functions work longer within the time, all runs added up.",
    }),
    throttles: alert({
      threshold: 0,
      unit: "count",
      for_seconds: 300,
      severity: "critical",
      description: "More reads or writes of a table are refused.",
    }),
    secret_access_denied: alert({
      threshold: 0,
      unit: "count",
      for_seconds: 300,
      severity: "critical",
      description: "A secret is refused to somebody more often.",
    }),
    dead_letters: alert({
      threshold: 0,
      unit: "count",
      for_seconds: 300,
      severity: "critical",
      description: "More events are given up.",
    }),
  })
  .prefault({});
