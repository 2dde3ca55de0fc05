import type { Construct } from "constructs";
import type { BuildProject } from "../../modules/aws/builds/build-project";
import { LogArchive } from "../../modules/aws/functions/log-archive";
import { EventMonitoring, type Watched } from "../../modules/aws/monitoring/event-monitoring";
import { watchBuildProjects } from "../../modules/aws/monitoring/watch-build-projects";
import { watchBuildResults } from "../../modules/aws/monitoring/watch-build-results";
import { watchFunction } from "../../modules/aws/monitoring/watch-function";
import { watchObjectStore } from "../../modules/aws/monitoring/watch-object-store";
import { watchTable } from "../../modules/aws/monitoring/watch-table";
import { watchWork } from "../../modules/aws/monitoring/watch-work";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import { alertsOf } from "../shared-settings";
import type { Core } from "./core";
import type { Poller } from "./poller";

type Settings = PlatformSettings["aws-codebuild"];

export interface WatchedParts extends AwsContext, Core, Poller {
  readonly projects: Readonly<Record<string, BuildProject>>;
}

/** Topics, document 004's alarms, its dashboard and its budget; and the copies of logs. */
export function addBuildMonitoring(stack: Construct, settings: Settings, parts: WatchedParts): EventMonitoring {
  const { names, keyArn, projects, functions, logArchive } = parts;
  if (logArchive) {
    const writers = {
      ...functions,
      ...Object.fromEntries(Object.entries(projects).map(([key, it]) => [`build-${key}`, it])),
    };
    new LogArchive(stack, "log-copies", {
      names,
      keyArn,
      store: logArchive,
      logGroupNames: Object.fromEntries(Object.entries(writers).map(([key, { logGroupName }]) => [key, logGroupName])),
    });
  }
  return new EventMonitoring(stack, "monitoring", {
    names,
    keyArn,
    emails: settings.notifications,
    watched: watched(settings, parts),
    budget: settings.budget && {
      name: settings.budget.name,
      monthlyUsd: settings.budget.monthly_usd,
      emails: settings.budget.emails,
      tagFilter: settings.budget.whole_account ? undefined : { key: "System", value: settings.system },
    },
  });
}

function watched(
  settings: Settings,
  { projects, functions, workItems, locks, artifacts, metricNamespace }: WatchedParts,
): Watched[] {
  const alerts = alertsOf(settings.alarms);
  const none = { threshold: 0, forSeconds: 300, severity: "warning", enabled: false } as const;
  return [
    watchBuildProjects(projects, {
      failures: alerts.build_failures,
      failureRate: alerts.build_failure_rate,
      failureRateWarning: alerts.build_failure_rate_warning,
      duration: alerts.build_duration,
    }),
    watchBuildResults(metricNamespace, { coverage: alerts.coverage, secretDenials: alerts.secret_access_denied }),
    watchWork(functions, { errorRate: alerts.function_error_rate, minutes: alerts.function_work }),
    ...Object.entries(functions).map(([key, it]) =>
      // Their errors and their time are watched together, above.
      watchFunction(key, it, { errors: none, duration: none, deadLetters: alerts.dead_letters }),
    ),
    watchTable("work-items", workItems, { throttles: alerts.throttles }),
    watchTable("locks", locks, { throttles: alerts.throttles }),
    watchObjectStore("artifacts", artifacts),
  ];
}
