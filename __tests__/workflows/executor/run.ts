import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inputsOf } from "./call";
import { Cancellation } from "./cancellation";
import type { RunResult } from "./results";
import { type GitHubEvent, triggers } from "./triggers";
import { readWorkflow } from "./workflow";
import { WorkflowRun } from "./workflow-run";
import type { World } from "./world";

/**
 * Seconds after a cancellation after which GitHub ends everything: "After the 5 minute cancellation timeout period, the server will forcibly
 * terminate all jobs and steps that are still running" (docs.github.com/en/actions/reference/workflow-cancellation-reference, read on 2026-11-30).
 */
const cancelSeconds = 5 * 60;

/** A workflow that runs. */
export interface Running {
  readonly runId: number;
  readonly result: Promise<RunResult>;
  /** As the button of GitHub's page: jobs and steps whose conditions do not hold any more are stopped. */
  readonly cancel: () => void;
}

/** Starts a workflow of `.github/workflows/` for the world's event. One that the event does not start is an error. */
export function startWorkflow(world: World, name: string): Running {
  const file = `.github/workflows/${name}`;
  const workflow = readWorkflow(join(world.root, file));
  const { event } = world;
  if (!triggers(workflow, event)) throw new Error(`${name} does not start for ${event.name} of ${event.ref ?? "main"}`);
  const run = world.github?.runs.start({
    ...{ actor: event.actor ?? "octocat", event: event.name, path: file },
    ...(event.sha && { head_sha: event.sha }),
    ...(event.ref && { head_branch: event.ref.replace(/^refs\/(heads|tags)\//, "") }),
    fork: event.fork ?? false,
  });
  const runId = run?.id ?? 1;
  const github = githubContext(world, file, workflow.name ?? file, runId);
  const secrets = event.fork ? {} : (world.secrets ?? {});
  const declared = workflow.on["workflow_dispatch"]?.inputs ?? {};
  const scope = { contexts: { github, vars: world.vars ?? {}, inputs: {} } };
  const inputs =
    event.name === "workflow_dispatch" ? inputsOf(declared, event.inputs ?? {}, world.expressions, scope) : {};
  const folder = mkdtempSync(join(tmpdir(), "workflow-"));
  const forced = new Cancellation();
  const made = new WorkflowRun({ world, workflow, file, runId, folder, github, inputs, secrets, prefix: "", forced });
  let limit: NodeJS.Timeout | undefined;
  const cancel = () => {
    made.cancellation.request();
    limit ??= setTimeout(() => forced.request(), cancelSeconds * (world.second ?? 1000));
  };
  const result = made.run().finally(() => {
    clearTimeout(limit);
    if (run) Object.assign(run, { status: "completed" });
    rmSync(folder, { recursive: true, force: true });
  });
  return { runId, result, cancel };
}

/** Runs a workflow to its end. */
export const runWorkflow = (world: World, name: string): Promise<RunResult> => startWorkflow(world, name).result;

/** The context `github`, with an event as GitHub fills it. */
function githubContext(world: World, file: string, workflow: string, runId: number): Record<string, unknown> {
  const { event, repository, github } = world;
  const ref = event.ref ?? (event.name === "pull_request" ? "refs/pull/1/merge" : "refs/heads/main");
  const actor = event.actor ?? "octocat";
  const sha = event.sha ?? "a".repeat(40);
  return {
    ...{ event_name: event.name, event: payloadOf(event, sha, repository), ref, sha, actor, triggering_actor: actor },
    ref_name: ref.replace(/^refs\/(heads|tags|pull)\//, ""),
    ref_type: ref.startsWith("refs/tags/") ? "tag" : "branch",
    ...{ head_ref: event.head ?? "", base_ref: event.base ?? (event.name === "pull_request" ? "main" : "") },
    ...{
      repository,
      repository_owner: repository.split("/")[0],
      run_id: String(runId),
      run_number: "1",
      run_attempt: "1",
    },
    ...{ workflow, workflow_ref: `${repository}/${file}@${ref}`, server_url: world.server ?? "https://github.com" },
    api_url: github?.url ?? "https://api.github.com",
  };
}

function payloadOf({ payload, ...event }: GitHubEvent, sha: string, repository: string): object {
  if (event.name !== "pull_request") return { ...payload };
  const of = event.fork ? "someone/else" : repository;
  const given = (payload?.["pull_request"] ?? {}) as Record<string, unknown>;
  const head = { ref: event.head ?? "edit", sha, repo: { full_name: of, fork: event.fork === true } };
  const number = payload?.["number"] ?? given["number"] ?? 1;
  const pull_request = {
    number,
    draft: false,
    head,
    base: { ref: event.base ?? "main", sha: "b".repeat(40) },
    ...given,
  };
  return { action: event.action ?? "opened", number, ...payload, pull_request };
}
