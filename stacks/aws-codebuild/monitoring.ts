import type { Construct } from "constructs";
import type { BuildProject } from "../../modules/aws/builds/build-project";
import { LogArchive } from "../../modules/aws/functions/log-archive";
import { Monitoring } from "../../modules/aws/monitoring/monitoring";
import { watchBuildProjects } from "../../modules/aws/monitoring/watch/watch-build-projects";
import { watchBuildResults } from "../../modules/aws/monitoring/watch/watch-build-results";
import { watchSchedules } from "../../modules/aws/monitoring/watch/watch-dead-letters";
import { watchFunction } from "../../modules/aws/monitoring/watch/watch-function";
import { watchObjectStore } from "../../modules/aws/monitoring/watch/watch-object-store";
import { watchTable } from "../../modules/aws/monitoring/watch/watch-table";
import { watchWork } from "../../modules/aws/monitoring/watch/watch-work";
import type { Watched } from "../../modules/aws/monitoring/watched";
import { definedEntries, mapValues } from "../../modules/records";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import { alertsOf, budget } from "../shared-settings";
import type { Core } from "./core";
import type { Poller } from "./poller";
import type { Secrets } from "./secrets";

type Settings = PlatformSettings["aws-codebuild"];

export interface MonitoringInputs extends Core, Poller, Secrets {
  readonly projects: Readonly<Record<string, BuildProject>>;
}

/** Topics, document 004's alarms, its dashboard and its budget; and the copies of logs. */
export function addMonitoring(
  stack: Construct,
  settings: Settings,
  context: AwsContext,
  inputs: MonitoringInputs,
): Monitoring {
  const { projects, functions, logArchive } = inputs;
  if (logArchive) {
    const builds = Object.fromEntries(Object.entries(projects).map(([key, project]) => [`build-${key}`, project]));
    const writers: Readonly<Record<string, { readonly logGroupName: string }>> = { ...functions, ...builds };
    new LogArchive(stack, "log-copies", {
      ...context,
      store: logArchive,
      logGroupNames: mapValues(writers, ({ logGroupName }) => logGroupName),
    });
  }
  const own = budget(stack, settings);
  const { name, whole_account } = settings.budget ?? {};
  return new Monitoring(stack, "monitoring", {
    ...context,
    emails: settings.notifications,
    watched: watched(settings, inputs),
    budget: own && { ...own, name, tagFilter: whole_account ? undefined : own.tagFilter },
  });
}

function watched(settings: Settings, inputs: MonitoringInputs): Watched[] {
  const { projects, functions, workItems, locks, artifacts, metricNamespace } = inputs;
  const { reminder: githubToken } = inputs.githubToken;
  const { reminder: gitCredentials } = inputs.gitCredentials;
  const reminders = { "github-token-reminder": githubToken, "git-credentials-reminder": gitCredentials };
  const alerts = alertsOf(settings.alarms);
  // Each refused call of a function is a warning; no setting changes it.
  const throttles = { threshold: 0, forSeconds: 300, severity: "warning" } as const;
  // `watchWork` watches the functions' errors and time together.
  const none = { ...throttles, enabled: false };
  return [
    watchBuildProjects(projects, {
      failures: alerts.build_failures,
      failureRate: alerts.build_failure_rate,
      failureRateWarning: alerts.build_failure_rate_warning,
      duration: alerts.build_duration,
    }),
    watchBuildResults(metricNamespace, {
      coverage: alerts.coverage,
      secretDenials: alerts.secret_access_denied,
      pollerFailures: alerts.poller_failures,
      itemsGivenUp: alerts.items_given_up,
    }),
    watchWork(functions, { errorRate: alerts.function_error_rate, minutes: alerts.function_work }),
    ...Object.entries(functions).map(([key, it]) =>
      watchFunction(key, it, { errors: none, duration: none, throttles, deadLetters: alerts.dead_letters }),
    ),
    watchSchedules(definedEntries({ poller: inputs.schedule, ...reminders }), alerts.dead_letters),
    watchTable("work-items", workItems, { throttles: alerts.throttles }),
    watchTable("locks", locks, { throttles: alerts.throttles }),
    watchObjectStore("artifacts", artifacts),
  ];
}
