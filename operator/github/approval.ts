import { z } from "zod";
import type { Approved } from "../process/approved";
import { UserError } from "../process/user-error";
import type { GitHub } from "./client";
import type { Run } from "./run";

const user = z.object({ login: z.string(), type: z.string().optional() });

const runAnswer = z.object({
  run_attempt: z.number(),
  actor: user.nullish(),
  triggering_actor: user.nullish(),
});

/** docs.github.com, "Get the review history for a workflow run". It names no attempt and no time. */
const reviewAnswer = z.object({
  state: z.enum(["approved", "rejected", "pending"]),
  user: user.nullish(),
  environments: z.array(z.object({ name: z.string() })),
});

export interface NeededApproval {
  readonly stack: string;
  /** GitHub environments that belong to the stack: an approval for one of them counts. */
  readonly environments: readonly string[];
}

/** GitHub compares names of people and environments without case. */
const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/**
 * The approval that the job of this run waited for.
 *
 * @throws {UserError} where there is none, where it may be one of an earlier attempt, where the one who triggered the run gave it, or where
 * GitHub does not answer: what cannot be seen is no approval
 */
export async function findApproval(gitHub: GitHub, run: Run, needed: NeededApproval): Promise<Approved> {
  const { stack, environments } = needed;
  const refused = (text: string) => new UserError(`${stack}: --confirm-by github: ${text}`);
  const place = { ...run.repository, run_id: run.id };
  const again = "start a new run in place of a re-run (Run workflow, on the same branch or tag)";
  if (run.attempt !== 1) {
    throw refused(
      `this is attempt ${run.attempt} of run ${run.id}, and GitHub does not say to which attempt an approval belongs: ${again}`,
    );
  }
  const now = await gitHub.call("GET /repos/{owner}/{repo}/actions/runs/{run_id}", place, runAnswer);
  if (now.run_attempt !== run.attempt)
    throw refused(`run ${run.id} was started again as attempt ${now.run_attempt}: ${again}`);
  const reviews = await gitHub.call(
    "GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals",
    place,
    z.array(reviewAnswer),
  );
  const names = environments.join(" or ");
  const isOwn = ({ name }: { readonly name: string }) => environments.some((one) => isSame(one, name));
  const own = reviews.filter((review) => review.environments.some(isOwn));
  const rejected = own.find(({ state }) => state === "rejected");
  if (rejected) throw refused(`${rejected.user?.login ?? "someone"} rejected ${names} in run ${run.id}`);
  // An app that decides about a deployment is no person who read the plan.
  const given = own.filter((review) => review.state === "approved" && review.user && review.user.type !== "Bot");
  if (given.length === 0) {
    throw refused(
      `expected an approval of the GitHub environment ${names} in run ${run.id}, found none: name required reviewers ` +
        "for it (npm run pipeline -- rules), and give the job this environment",
    );
  }
  const triggered = [now.actor, now.triggering_actor].flatMap((one) => (one ? [one.login] : []));
  if (triggered.length === 0) throw refused(`GitHub does not say who triggered run ${run.id}`);
  const others = given.filter(({ user: by }) => !triggered.some((login) => isSame(login, by?.login ?? "")));
  const [review] = others;
  if (review === undefined) {
    throw refused(
      `${triggered[0]} triggered run ${run.id} and approved it: a protected stack needs the approval of another person`,
    );
  }
  const environment = review.environments.find(isOwn)?.name ?? "";
  return { run: run.url, approver: review.user?.login ?? "", environment };
}
