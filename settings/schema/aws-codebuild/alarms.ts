import * as z from "zod";
import { alert } from "../alerts";

/** The alarms of document 004 with their thresholds, and two on items that no build began for; each adds up or averages over `for_seconds`. */
export const buildAlarms = z
  .strictObject({
    build_failures: alert(
      { threshold_count: 3 },
      { for_seconds: 300, severity: "critical", description: "Raised when more builds fail within `for_seconds`." },
    ),
    build_failure_rate: alert(
      { threshold_percent: 50 },
      {
        for_seconds: 300,
        severity: "critical",
        description: "Raised when more of the builds that end within `for_seconds` fail.",
      },
    ),
    build_failure_rate_warning: alert(
      { threshold_percent: 25 },
      {
        for_seconds: 600,
        severity: "warning",
        description: "As `build_failure_rate`, with a lower threshold and severity.",
      },
    ),
    build_duration: alert(
      { threshold_minutes: 30 },
      {
        for_seconds: 300,
        severity: "warning",
        description: "Raised when builds that end within `for_seconds` took longer on average.",
      },
    ),
    coverage: alert(
      { threshold_percent: 85 },
      {
        for_seconds: 300,
        severity: "warning",
        description: "Raised when the tests of a build cover fewer of its lines.",
      },
    ),
    function_error_rate: alert(
      { threshold_percent: 10 },
      {
        for_seconds: 300,
        severity: "critical",
        description: "Raised when more of the functions' calls fail within `for_seconds`.",
      },
    ),
    function_work: alert(
      { threshold_minutes: 10 },
      {
        for_seconds: 900,
        severity: "warning",
        description: "Raised when all calls of the functions within `for_seconds` take longer in sum.",
      },
    ),
    throttles: alert(
      { threshold_count: 0 },
      {
        for_seconds: 300,
        severity: "critical",
        description: "Raised when more reads or writes of a table are throttled.",
      },
    ),
    secret_access_denied: alert(
      { threshold_count: 0 },
      {
        for_seconds: 300,
        severity: "critical",
        description: "Raised when AWS denies access to one of the secrets more often.",
      },
    ),
    poller_failures: alert(
      { threshold_count: 2 },
      {
        for_seconds: 300,
        severity: "critical",
        description:
          "Raised when more runs of the poller in a row have a fault, such as GitHub or CodeBuild without an answer.",
      },
    ),
    items_given_up: alert(
      { threshold_count: 0 },
      {
        for_seconds: 300,
        severity: "warning",
        description: "Raised when more work items end without a build: invalid ones, and those that CodeBuild refuses.",
      },
    ),
    dead_letters: alert(
      { threshold_count: 0 },
      {
        for_seconds: 300,
        severity: "critical",
        description: "Raised when more events end in a dead-letter queue.",
      },
    ),
  })
  .prefault({})
  .describe("Alarms on builds and on the functions that start them.");
