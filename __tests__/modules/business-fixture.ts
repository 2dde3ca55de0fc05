import type { BusinessAlert, BusinessMetrics } from "../../modules/business-metrics";

/** The alert of document 002: more than 20 % failed tests. */
export const failedTests: BusinessAlert = {
  name: "test_failures",
  threshold: 20,
  forSeconds: 300,
  severity: "warning",
  meaning: "Too many test executions fail.",
  remedy: "Look at the business dashboard: one framework alone points to its runner, all of them to the system itself.",
};

/** What the Test Execution System counts, in the names that it has on every platform. */
export const business: BusinessMetrics = {
  title: "Test executions",
  unit: "executions",
  total: { metric: "tests_run_total", legend: "run" },
  failed: { metric: "tests_failed_total" },
  label: "framework",
  alert: failedTests,
};
