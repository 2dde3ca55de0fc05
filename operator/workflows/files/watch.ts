import { watchEnvironment } from "../../../modules/github";
import { expression } from "../expressions";
import { gotLooks, type Look, type Looked, lookJob, lookSteps, looksOf, lookVariables, plannable } from "../looks";
import type { PipelineProject } from "../project";
import type { PipelineStack } from "../stacks";
import { prepared, runner, signsIn } from "../steps";
import type { Job, Workflow } from "../yaml";

interface Watch {
  readonly what: Exclude<Looked, "plan">;
  /** Name of its file. @default - what it looks at */
  readonly file?: string;
  /** Stacks that it looks at; without any it is not written. @default - all */
  readonly of?: (project: PipelineProject) => readonly PipelineStack[];
  readonly about: string;
  /** When it runs: minute, hour, day of the month, month, day of the week, in UTC. */
  readonly cron: string;
}

/** Not on the hour, when GitHub is busiest and may leave a run out (docs.github.com, "Events that trigger workflows", schedule). */
const watches: readonly Watch[] = [
  {
    what: "drift",
    of: (project) => plannable(project).stacks,
    about: "Each night: what was changed by hand. One issue is opened, updated and closed.",
    cron: "17 2 * * *",
  },
  {
    what: "due",
    about: "Each Monday: secrets and certificates that are due. One issue is opened, updated and closed.",
    cron: "43 5 * * 1",
  },
  {
    what: "health",
    file: "watch",
    of: candidates,
    about:
      "Each hour: alarms, failed builds, dead letters and unwatched releases where candidates are watched before production. One issue is opened, updated and closed.",
    cron: "37 * * * *",
  },
];

/** The stacks in the stage before production of systems whose candidates are watched there (document 004). */
function candidates({ systems }: PipelineProject): readonly PipelineStack[] {
  return systems.flatMap(({ steps }) => steps.filter(({ isWatched }) => isWatched).flatMap(({ before }) => before));
}

/** `drift.yml`, `due.yml` and, where a system has candidates, `watch.yml`, by their names without `.yml`: those that have something to look at. */
export function watchWorkflows(project: PipelineProject): Record<string, Workflow> {
  return Object.fromEntries(
    watches.flatMap((watch) => {
      const looks = looksOf(watch.of ? { ...project, stacks: watch.of(project) } : project);
      return looks.length === 0 ? [] : [[watch.file ?? watch.what, watchWorkflow(watch, looks)]];
    }),
  );
}

function watchWorkflow({ what, file = what, about, cron }: Watch, looks: readonly Look[]): Workflow {
  return {
    about: [about],
    name: file,
    on: { schedule: [{ cron }], workflow_dispatch: {} },
    concurrency: { group: file, "cancel-in-progress": false },
    jobs: {
      ...Object.fromEntries(looks.map((look) => [lookJob(look), watchJob(what, look)])),
      issue: issueJob(what, looks),
    },
  };
}

function watchJob(what: Watch["what"], look: Look): Job {
  return {
    "runs-on": runner,
    "timeout-minutes": 120,
    environment: watchEnvironment(look.environment),
    permissions: signsIn,
    env: lookVariables(look),
    // For `npm run status` in the morning. A state outside of a bucket is not recorded, which the command only says.
    steps: [...prepared(), ...lookSteps(what, look, 30, what === "drift" ? " --record" : "")],
  };
}

/** Says what could be looked at, also where a look failed: an issue is not closed for what was not seen. */
function issueJob(what: Watch["what"], looks: readonly Look[]): Job {
  const stacks = looks.flatMap((look) => look.stacks.map(({ id }) => id));
  return {
    needs: looks.map(lookJob),
    if: expression("!cancelled()"),
    "runs-on": runner,
    "timeout-minutes": 10,
    permissions: { contents: "read", issues: "write" },
    env: { STACKS: JSON.stringify(stacks), GITHUB_TOKEN: expression("github.token") },
    steps: [
      ...prepared({ terraform: false }),
      gotLooks(what),
      { run: `npm run pipeline -- issue ${what} --from looks --expect "$STACKS"` },
    ],
  };
}
