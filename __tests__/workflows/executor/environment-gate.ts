import type { JobResult } from "./results";
import { matches } from "./triggers";
import type { World } from "./world";

type Passed = NonNullable<JobResult["environment"]>;

/**
 * The gate of a job's environment, as the fake GitHub has it: a branch or tag that is not allowed, or a rejection, is an error; one that is new is
 * made without rules, as GitHub does. The approval is the test's (`reviews`) and the fake's to refuse. The wait timer is recorded, not waited for.
 */
export function passGate(world: World, name: string, runId: number): Passed {
  const { github, event, reviews = {} } = world;
  if (!github) return { name, waitMinutes: 0 };
  const environment = github.environments.find(name) ?? github.environments.set(name);
  const ref = (event.ref ?? "").replace(/^refs\/(heads|tags)\//, "");
  const kind = event.ref?.startsWith("refs/tags/") ? "tag" : "branch";
  if (environment.branchPolicy?.custom_branch_policies) {
    const allowed = environment.policies.filter(({ type }) => type === kind).map((policy) => policy.name);
    if (!matches(allowed, ref)) throw new Error(`${kind} ${ref} is not allowed to deploy to ${name}`);
  }
  const passed: Passed = { name, waitMinutes: environment.waitTimer };
  if (environment.reviewers.length === 0) return passed;
  const run = github.runs.all.find(({ id }) => id === runId);
  const by = reviews[name];
  if (!run || !by) throw new Error(`${name} waits for a reviewer, and the test names none`);
  run.waiting.push(name);
  const rejected = by === "rejected";
  const reviewer = rejected ? (environment.reviewers[0]?.login ?? "") : by;
  github.runs.review(runId, name, reviewer, rejected ? "rejected" : "approved");
  if (rejected) throw new Error(`${reviewer} rejected the deployment to ${name}`);
  return { ...passed, approvedBy: reviewer };
}
