import { planEnvironment } from "../../../modules/github";
import { expression } from "../expressions";
import { gotLooks, type Look, lookJob, lookSteps, looksOf, lookVariables, plannable, unplanned } from "../looks";
import type { PipelineProject } from "../project";
import { prepared, runner, signsIn } from "../steps";
import type { Job, Workflow } from "../yaml";

/** `plan.yml`: what a pull request would change, as one comment of it. */
export function planWorkflow(project: PipelineProject): Workflow {
  const looks = looksOf(plannable(project));
  const later = unplanned(project).map(({ id }) => id);
  const comment = (needs: readonly string[], more = "") => commentJob(["affected", ...needs], later, more);
  const atOnce = looks.filter((look) => !look.protected);
  const approved = looks.filter((look) => look.protected);
  return {
    about: [
      "What a pull request would change, as one comment that is updated. A plan runs the branch's own code with a role that reads states: never for a fork,",
      "and for protected environments after an approval of <environment>-plan.",
    ],
    name: "plan",
    on: { pull_request: { branches: ["main", "develop"] } },
    concurrency: {
      group: expression("format('plan-{0}', github.event.pull_request.number)"),
      "cancel-in-progress": true,
    },
    jobs: {
      affected: affectedJob(),
      ...Object.fromEntries(looks.map((look) => [lookJob(look), planJob(look)])),
      comment: comment(atOnce.map(lookJob)),
      ...Object.fromEntries(
        approved.map((look) => [
          `comment-${look.name}`,
          comment(["comment", lookJob(look)], ` && (needs.${lookJob(look)}.result != 'skipped')`),
        ]),
      ),
    },
  };
}

function affectedJob(): Job {
  return {
    // Neither is a fork's code ours, nor does its job get a token that says who it is.
    if: "github.event.pull_request.head.repo.full_name == github.repository",
    "runs-on": runner,
    "timeout-minutes": 20,
    permissions: { contents: "read" },
    outputs: {
      stacks: expression("steps.affected.outputs.stacks"),
    },
    env: { BASE: expression("github.event.pull_request.base.sha") },
    steps: [
      ...prepared({ history: true, cache: true, terraform: false }),
      { id: "affected", run: 'npm run pipeline -- affected --since "$BASE"' },
    ],
  };
}

function planJob(look: Look): Job {
  const { environment, stacks } = look;
  return {
    needs: "affected",
    // By its stacks: no one approves a look at nothing.
    if: stacks.map(({ id }) => `contains(fromJSON(needs.affected.outputs.stacks), '${id}')`).join(" || "),
    "runs-on": runner,
    "timeout-minutes": 60,
    environment: planEnvironment(environment),
    permissions: signsIn,
    env: { AFFECTED: expression("needs.affected.outputs.stacks"), ...lookVariables(look) },
    steps: [...prepared({ cache: true }), ...lookSteps("plan", look, 7, ' --of "$AFFECTED"')],
  };
}

/**
 * Writes what has been looked at so far; those that wait for an approval are named.
 * @param later stacks that no pull request plans
 * @param more of its condition
 */
function commentJob(needs: readonly string[], later: readonly string[], more: string): Job {
  return {
    needs,
    if: expression(`!cancelled() && needs.affected.result == 'success'${more}`),
    "runs-on": runner,
    "timeout-minutes": 10,
    concurrency: {
      group: expression("format('comment-{0}', github.event.pull_request.number)"),
      "cancel-in-progress": false,
      queue: "max",
    },
    permissions: { contents: "read", "pull-requests": "write" },
    env: {
      AFFECTED: expression("needs.affected.outputs.stacks"),
      ...(later.length > 0 && { LATER: JSON.stringify(later) }),
      GITHUB_TOKEN: expression("github.token"),
    },
    steps: [
      ...prepared({ cache: true, terraform: false }),
      gotLooks("plan"),
      {
        run: `npm run pipeline -- comment --from looks --expect "$AFFECTED"${later.length > 0 ? ' --later "$LATER"' : ""}`,
      },
    ],
  };
}
