import { randomUUID } from "node:crypto";
import { Builds } from "./builds";
import { Metrics } from "./metrics";
import { type Polled, poll } from "./poll";
import type { Poller } from "./poller-props";
import { projects, repositories, required, tables } from "./settings";
import { GithubIssues, type Source, submitted } from "./source";
import { isRecord } from "./work-item";
import { WorkItems } from "./work-items";

interface Refusal {
  readonly statusCode: 400;
  readonly body: { readonly reasons: readonly string[] };
}

let poller: Poller | undefined;

/** Runs on a schedule, or by hand with the event `{}`. */
export async function handler(event: unknown): Promise<Polled | Refusal> {
  if (!isRecord(event) || Object.keys(event).length > 0) {
    return { statusCode: 400, body: { reasons: ["expected {}: the poller takes no input"] } };
  }
  poller ??= {
    workItems: new WorkItems(tables()),
    builds: new Builds(),
    metrics: new Metrics(required("METRIC_NAMESPACE")),
    projects: projects(),
    source: source(),
    repositories: repositories(),
    maxStarts: Number(required("MAX_STARTS")),
    maxAttempts: Number(required("MAX_ATTEMPTS")),
    newClaim: randomUUID,
    now: () => Math.floor(Date.now() / 1000),
  };
  return poll(poller);
}

function source(): Source {
  if (!process.env["GITHUB_REPOSITORY"]) return submitted;
  return new GithubIssues({
    repository: required("GITHUB_REPOSITORY"),
    label: required("GITHUB_LABEL"),
    project: required("GITHUB_PROJECT"),
    tokenSecretArn: required("GITHUB_TOKEN_SECRET_ARN"),
  });
}
