import type { Construct } from "constructs";
import { readBuildsLink, startBuildsLink } from "../../modules/aws/builds/build-project-link";
import { ServerlessFunction, type ServerlessFunctionProps } from "../../modules/aws/functions/function";
import { secretLink, tableLink } from "../../modules/aws/functions/function-links";
import { metricsLink } from "../../modules/aws/functions/metrics-link";
import { ScheduledRule } from "../../modules/aws/functions/scheduled-rule";
import { Table } from "../../modules/aws/stores/table";
import type { Names } from "../../modules/names";
import { mapValues } from "../../modules/records";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import { functionRelease } from "../aws-shared/function-release";
import { flagLinks } from "../aws-shared/function-settings";
import type { Core } from "./core";
import { addEventRules } from "./events";
import type { Secrets } from "./secrets";

type Settings = PlatformSettings["aws-codebuild"];

export interface PollerInputs extends Core, Secrets {
  /** Folder of the handlers. */
  readonly code: string;
}

export interface Poller {
  readonly workItems: Table;
  readonly functions: Readonly<Record<"submit" | "poller" | "events", ServerlessFunction>>;
  readonly metricNamespace: string;
  readonly schedule: ScheduledRule;
}

/** A lock outlasts the longest build by this: time for the last event to arrive, and for clocks that differ. */
const lockMarginMinutes = 15;

/** Takes work items, starts the build of each once, and records its result. */
export function addPoller(
  stack: Construct,
  settings: Settings,
  context: AwsContext,
  { code, locks, githubToken }: PollerInputs,
): Poller {
  const { names, keyArn, logDays } = context;
  const metricNamespace = names.relativePath();
  const workItems = new Table(stack, "work-items", {
    ...context,
    name: "work-items",
    partitionKey: "id",
    sortKey: null,
    indexes: { "by-status": { partitionKey: "status", sortKey: "created_at" } },
    ttlAttribute: "expires_at",
  });
  const { github, max_starts, max_attempts } = settings.poller;
  // The projects come after the poller, as in document 004: they are known by name.
  const projectNames = Object.keys(settings.projects).map((key) => projectName(names, key));
  const arns = projectNames.map((name) => names.arn("codebuild", `project/${name}`));
  const reports = Object.entries(settings.projects).filter(([, project]) => project.reports);
  const reportGroupArns = reports.map(([key]) => names.arn("codebuild", `report-group/${projectName(names, key)}-*`));

  const make = (
    name: "submit" | "poller" | "events",
    props: Pick<ServerlessFunctionProps, "description" | "link" | "environment" | "timeoutSeconds" | "retries">,
  ) =>
    new ServerlessFunction(stack, name, {
      names,
      name,
      keyArn,
      ...props,
      link: [...(props.link ?? []), ...flagLinks(settings, names)],
      code: { folder: code, handler: `${name}.handler`, runtime: "nodejs22.x" },
      environment: {
        PROJECTS: JSON.stringify(projectsOf(settings, names)),
        REPOSITORIES: JSON.stringify([...settings.repositories, ...(github ? [github.repository] : [])]),
        ...props.environment,
      },
      logDays,
      released: functionRelease(stack, name, callers[name]),
      insightsLayerArn: settings.functions.insights_layer_arn,
      reservedConcurrency: settings.functions.reserved_concurrency,
    });
  const submit = make("submit", {
    description: "Takes work items, or refuses them with the reasons",
    link: [tableLink("WORK_ITEMS_TABLE", workItems, ["PutItem"])],
    environment: { LOCKS_TABLE: locks.tableName }, // Only the name: it takes no lock.
  });
  const poller = make("poller", {
    description: "Starts the build of each work item once",
    timeoutSeconds: settings.poller.timeout_seconds,
    retries: 0, // The next scheduled run does the work.
    link: [
      tableLink("WORK_ITEMS_TABLE", workItems, ["BatchGetItem", "PutItem", "QueryIndex", "UpdateItem"]),
      tableLink("LOCKS_TABLE", locks, ["DeleteItem", "GetItem", "PutItem"]),
      startBuildsLink({ projectArns: arns }),
      readBuildsLink({ projectArns: arns, reportGroupArns }),
      metricsLink(metricNamespace),
      ...(github ? [secretLink("GITHUB_TOKEN_SECRET_ARN", githubToken)] : []),
    ],
    environment: {
      MAX_STARTS: String(max_starts),
      MAX_ATTEMPTS: String(max_attempts),
      ...(github && {
        GITHUB_REPOSITORY: github.repository,
        GITHUB_LABEL: github.label,
        GITHUB_PROJECT: github.project,
      }),
    },
  });
  const events = make("events", {
    description: "Records what became of builds, and counts refused secrets",
    link: [
      tableLink("WORK_ITEMS_TABLE", workItems, ["UpdateItem"]),
      tableLink("LOCKS_TABLE", locks, ["DeleteItem"]),
      readBuildsLink({ projectArns: arns, reportGroupArns }),
      metricsLink(metricNamespace),
    ],
  });

  const schedule = new ScheduledRule(stack, "schedule", {
    ...context,
    name: "poller",
    schedule: settings.poller.schedule,
    target: { functionArn: poller.aliasArn },
    enabled: settings.poller.enabled,
  });
  addEventRules(stack, settings, context, { target: events });
  return { workItems, functions: { submit, poller, events }, metricNamespace, schedule };
}

/** Who calls each function: a poller and an event meet one version only. */
const callers = { submit: "clients", poller: "poller", events: "events" } as const;

const projectName = (names: Names, key: string) => names.of("build_project", key);

/** What the functions know of each project, as JSON in their variable PROJECTS. */
function projectsOf({ projects }: Settings, names: Names) {
  return mapValues(projects, ({ build_minutes, queue_minutes, concurrent_builds, source }, key) => ({
    name: projectName(names, key),
    concurrent: concurrent_builds,
    lockSeconds: 60 * (build_minutes + queue_minutes + lockMarginMinutes),
    revisions: source.type === "GITHUB",
  }));
}
