import { action } from "../actions";
import { expression } from "../expressions";
import { type Look, lookJob, looksOf, lookVariables, signedInToLook } from "../looks";
import type { PipelineProject } from "../project";
import { keptLooks, prepared, runner, signsIn } from "../steps";
import type { Job, Workflow } from "../yaml";

interface Watch {
  readonly what: "drift" | "due";
  readonly about: string;
  /** When it runs: minute, hour, day of the month, month, day of the week, in UTC. */
  readonly cron: string;
}

/** Not on the hour, when GitHub is busiest and may leave a run out (docs.github.com, "Events that trigger workflows", schedule). */
const watches: readonly Watch[] = [
  {
    what: "drift",
    about: "Each night: what was changed by hand. One issue is opened, updated and closed.",
    cron: "17 2 * * *",
  },
  {
    what: "due",
    about: "Each Monday: secrets and certificates that are due. One issue is opened, updated and closed.",
    cron: "43 5 * * 1",
  },
];

/** `drift.yml` and `due.yml`, by their names without `.yml`. */
export function watchWorkflows(project: PipelineProject): Record<string, Workflow> {
  return Object.fromEntries(watches.map((watch) => [watch.what, watchWorkflow(watch, looksOf(project))]));
}

function watchWorkflow({ what, about, cron }: Watch, looks: readonly Look[]): Workflow {
  const environments = [...new Set(looks.map(({ environment }) => environment))];
  return {
    about: [about],
    name: what,
    on: { schedule: [{ cron }], workflow_dispatch: {} },
    concurrency: { group: what, "cancel-in-progress": false },
    jobs: {
      ...Object.fromEntries(looks.map((look) => [lookJob(look), watchJob(what, look)])),
      issue: issueJob(what, looks.map(lookJob), environments),
    },
  };
}

function watchJob(what: Watch["what"], look: Look): Job {
  const { name, environment, stacks } = look;
  return {
    "runs-on": runner,
    "timeout-minutes": 120,
    environment: `${environment}-watch`,
    permissions: signsIn,
    env: lookVariables(look),
    steps: [
      ...prepared(),
      ...signedInToLook(look),
      {
        run: `npm run pipeline -- look ${what} ${stacks.map(({ id }) => id).join(" ")} --environment ${environment} --out looks`,
      },
      keptLooks(`look-${what}-${name}`, 30),
    ],
  };
}

/** Says what could be looked at, also where a look failed: an issue is not closed for what was not seen. */
function issueJob(what: Watch["what"], needs: readonly string[], environments: readonly string[]): Job {
  return {
    needs,
    if: expression("!cancelled()"),
    "runs-on": runner,
    "timeout-minutes": 10,
    permissions: { contents: "read", issues: "write" },
    env: { ENVIRONMENTS: JSON.stringify(environments), GITHUB_TOKEN: expression("github.token") },
    steps: [
      ...prepared({ terraform: false }),
      {
        uses: action("actions/download-artifact"),
        with: { pattern: `look-${what}-*`, path: "looks", "merge-multiple": true },
      },
      { run: `npm run pipeline -- issue ${what} --from looks --expect "$ENVIRONMENTS"` },
    ],
  };
}
