import type { GitHubEvent } from "./executor/triggers";

const push = (ref: string): GitHubEvent => ({ name: "push", ref, actor: "ada" });
const pull = (more: Partial<GitHubEvent> = {}): GitHubEvent => ({
  ...{ name: "pull_request", actor: "ada", head: "edit" },
  ...more,
});
const byHand = (ref: string): GitHubEvent => ({ name: "workflow_dispatch", ref, actor: "ada" });
const cron = (line: string): GitHubEvent => ({ name: "schedule", ref: "refs/heads/main", cron: line });

/** What happens in a repository: each shipped workflow is given all of it. */
export const events = {
  "push of develop": push("refs/heads/develop"),
  "push of main": push("refs/heads/main"),
  "push of another branch": push("refs/heads/edit"),
  "tag v1.2.0": push("refs/tags/v1.2.0"),
  "tag v1.2.0-rc.1": push("refs/tags/v1.2.0-rc.1"),
  "tag release-1.2.0": push("refs/tags/release-1.2.0"),
  "tag v1.2.0-beta.1": push("refs/tags/v1.2.0-beta.1"),
  "tag v1.2": push("refs/tags/v1.2"),
  "tag vNext": push("refs/tags/vNext"),
  "branch v1.2.0": push("refs/heads/v1.2.0"),
  "pull request": pull(),
  "pull request of a fork": pull({ fork: true }),
  "pull request into another branch": pull({ base: "edit" }),
  "pull request that was closed": pull({ action: "closed" }),
  "pull request of a fork, with the rights of the base": pull({ name: "pull_request_target", fork: true }),
  night: cron("17 2 * * *"),
  "Monday morning": cron("43 5 * * 1"),
  hour: cron("37 * * * *"),
  "start by hand": byHand("refs/heads/main"),
  "start by hand on tag v1.2.0": byHand("refs/tags/v1.2.0"),
  "start by hand on another tag": byHand("refs/tags/release-1.2.0"),
  "start by hand on another branch": byHand("refs/heads/edit"),
} satisfies Record<string, GitHubEvent>;

export type EventName = keyof typeof events;

const stack = (...ids: string[]) => ids.flatMap((id) => [`${id}/plan`, `${id}/apply`]);
const released = (...ids: string[]) => ids.flatMap((id) => [...stack(id), `${id}-release/release`]);
const promoted = (id: string) => [`${id}-promote/promote`, ...released(id)];
const looks = (...environments: string[]) => environments.map((name) => `look-${name}`);
const all = looks("dev", "prod", "prod-dr", "staging", "test");
const checks = ["check", "test", "scans/repository"];
/** Production, then the standby region that follows it. */
const both = (name: string) => [`${name}-prod`, `${name}-prod-dr`];
const withStandby = (name: string) => both(name).flatMap(promoted);

type Started = Partial<Record<EventName, readonly string[]>>;

/** Of what looks, on any ref: GitHub's environments say which may look. */
const looking = (jobs: readonly string[]): Started => ({
  ...{ "start by hand": jobs, "start by hand on tag v1.2.0": jobs },
  ...{ "start by hand on another tag": jobs, "start by hand on another branch": jobs },
});

/** Of a pipeline: a run that failed is started once more by hand, on the branch or the tag. */
const repeatable = (started: Started): Started => ({
  ...started,
  "start by hand": started["push of main"] ?? [],
  "start by hand on tag v1.2.0": started["tag v1.2.0"] ?? [],
  "start by hand on another tag": [],
  "start by hand on another branch": [],
});

/** The jobs that each event starts, in the order of the file; an event that is not named starts none. */
export const expected: Readonly<Record<string, Started>> = {
  "checks.yml": {
    ...{ "push of develop": checks, "push of main": checks },
    ...{ "pull request": checks, "pull request of a fork": checks },
  },
  "deploy-agentic-service-bot.yml": repeatable({
    "push of develop": released("aws-websocket-dev"),
    "push of main": withStandby("aws-websocket"),
  }),
  "deploy-ai-prism.yml": repeatable({
    "push of develop": stack("aws-eks-staging", "ai-prism-kubernetes-staging"),
    "tag v1.2.0": ["prod", "prod-dr"].flatMap((of) => stack(`aws-eks-${of}`, `ai-prism-kubernetes-${of}`)),
  }),
  "deploy-ai-test-automation.yml": repeatable({
    "push of develop": released("aws-serverless-dev"),
    "push of main": withStandby("aws-serverless"),
  }),
  "deploy-kiro-worker.yml": repeatable({
    "push of main": released("aws-codebuild-test"),
    "tag v1.2.0-rc.1": promoted("aws-codebuild-staging"),
    "tag v1.2.0": withStandby("aws-codebuild"),
  }),
  "deploy-test-execution.yml": repeatable({
    "push of develop": stack("aws-staging", "gcp-staging", "azure-staging"),
    "tag v1.2.0": [...promoted("aws-prod"), ...stack("gcp-prod", "azure-prod")],
  }),
  "drift.yml": { night: [...all, "issue"], ...looking([...all, "issue"]) },
  "due.yml": { "Monday morning": [...all, "issue"], ...looking([...all, "issue"]) },
  "plan.yml": {
    "pull request": ["affected", ...all, ...["comment", "comment-prod", "comment-prod-dr", "comment-staging"]],
    // It starts, and its first condition holds for no fork.
    "pull request of a fork": [],
  },
  "watch.yml": { hour: [...looks("staging"), "issue"], ...looking([...looks("staging"), "issue"]) },
  // Called by the others, or from an application's repository.
  ...{ "application.yml": {}, "promote.yml": {}, "release.yml": {}, "scans.yml": {}, "stack.yml": {} },
};
