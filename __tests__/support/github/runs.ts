import type { components } from "@octokit/openapi-types";
import { type Environments, environmentDocument, type FakeEnvironment, personDocument } from "./environments";
import { type Answer, type Call, notFound, ok, problem, type Route } from "./routes";

type State = components["schemas"]["environment-approvals"]["state"];

/** A run of a workflow: who started it, for which commit, and what waits for an approval. */
export interface FakeRun {
  readonly id: number;
  readonly actor: string;
  readonly event: string;
  readonly head_sha: string;
  readonly head_branch: string;
  /** Of a pull request from a fork. */
  readonly fork: boolean;
  /** The file of the workflow: `.github/workflows/deploy.yml`. */
  readonly path: string;
  readonly run_attempt: number;
  status: "queued" | "waiting" | "in_progress" | "completed";
  conclusion: string | null;
  /** Environments whose jobs wait, by name. */
  readonly waiting: string[];
  readonly approvals: {
    readonly environment: string;
    readonly state: State;
    readonly by: string;
    readonly comment: string;
  }[];
}

const repository = "/repos/{owner}/{repo}";
/** The repository's number, and that of every fork. */
export const ids = { own: 1, fork: 2 } as const;
const times = {
  created_at: "2026-11-30T08:00:00Z",
  updated_at: "2026-11-30T08:00:00Z",
  run_started_at: "2026-11-30T08:00:00Z",
};

/** Runs of workflows, with the approvals of their environments. */
export class Runs {
  readonly all: FakeRun[] = [];

  constructor(private readonly environments: Environments) {}

  /** Makes a run. Nothing of it is approved. */
  start(run: Partial<Omit<FakeRun, "waiting" | "approvals">> = {}): FakeRun {
    const made: FakeRun = {
      ...{ id: 7000 + this.all.length, actor: "octocat", event: "push", head_sha: "a".repeat(40), head_branch: "main" },
      ...{ path: ".github/workflows/deploy.yml", fork: false, run_attempt: 1, status: "in_progress", conclusion: null },
      ...run,
      ...{ waiting: [], approvals: [] },
    };
    this.all.push(made);
    return made;
  }

  /**
   * A reviewer's decision about a job that waits, as on GitHub's page. Throws where GitHub would refuse it: the environment does not exist, the
   * person is no reviewer of it, or started the run where self-review is prevented.
   */
  review(id: number, name: string, by: string, state: "approved" | "rejected" = "approved", comment = ""): void {
    const run = this.all.find((it) => it.id === id);
    const environment = this.environments.find(name);
    if (!run || !environment) throw new Error(`run ${id} or environment ${name} does not exist`);
    const refusal = refused(run, environment, by);
    if (refusal) throw new Error(refusal);
    decide(run, environment.name, by, state, comment);
  }

  get routes(): readonly Route[] {
    const one = `${repository}/actions/runs/{id}`;
    const of = (answer: (run: FakeRun, call: Call) => Answer) => (call: Call) => {
      const run = this.all.find(({ id }) => String(id) === call.path["id"]);
      return run ? answer(run, call) : notFound;
    };
    return [
      {
        on: `GET ${repository}/actions/runs`,
        needs: ["actions:read"],
        answer: () => ({ list: [...this.all].reverse().map(runDocument), under: "workflow_runs" }),
      },
      {
        on: `GET ${repository}/actions/workflows/{file}/runs`,
        needs: ["actions:read"],
        answer: ({ path, query }) => ({ list: this.of(path["file"] ?? "", query), under: "workflow_runs" }),
      },
      { on: `GET ${one}`, needs: ["actions:read"], answer: of((run) => ok(runDocument(run))) },
      { on: `GET ${one}/approvals`, needs: ["actions:read"], answer: of((run) => ok(this.approvals(run))) },
      {
        on: `GET ${one}/pending_deployments`,
        needs: ["actions:read"],
        answer: of((run, { by }) => ok(this.pending(run, by))),
      },
      {
        on: `POST ${one}/pending_deployments`,
        needs: ["deployments:write"],
        answer: of((run, call) => this.post(run, call)),
      },
    ];
  }

  /** Newest first. */
  private of(file: string, query: URLSearchParams): object[] {
    const isAs = (key: string, value: string) => (query.get(key) ?? value) === value;
    return [...this.all]
      .reverse()
      .filter(({ path }) => path === `.github/workflows/${file}`)
      .filter(({ event, head_sha }) => isAs("event", event) && isAs("head_sha", head_sha))
      .map(runDocument);
  }

  /** Newest first. The API gives no time of an approval, and of an environment that was deleted nothing. */
  private approvals(run: FakeRun): object[] {
    return [...run.approvals].reverse().map(({ environment: name, state, by, comment }) => {
      const environment = this.environments.find(name);
      const {
        protection_rules: _rules,
        deployment_branch_policy: _policy,
        ...shown
      } = environment ? environmentDocument(environment) : { protection_rules: [], deployment_branch_policy: null };
      return { environments: [shown], state, user: personDocument(this.environments.person(by)), comment };
    });
  }

  private pending(run: FakeRun, by: string): object[] {
    return run.waiting.flatMap((name) => {
      const environment = this.environments.find(name);
      if (!environment) return [];
      const { id, waitTimer, reviewers } = environment;
      const people = reviewers.map((person) => ({ type: person.type, reviewer: personDocument(person) }));
      const current_user_can_approve = refused(run, environment, by) === undefined;
      return [
        {
          environment: { id, name },
          wait_timer: waitTimer,
          wait_timer_started_at: null,
          current_user_can_approve,
          reviewers: people,
        },
      ];
    });
  }

  private post(run: FakeRun, { body, by }: Call): Answer {
    const ids = (body["environment_ids"] as number[]) ?? [];
    const chosen = this.environments.all.filter(({ id, name }) => ids.includes(id) && run.waiting.includes(name));
    if (chosen.length === 0) return problem(422, "There are no pending deployments");
    for (const environment of chosen) {
      const refusal = refused(run, environment, by);
      if (refusal) return problem(422, refusal);
    }
    const state = body["state"] === "rejected" ? "rejected" : "approved";
    for (const { name } of chosen) decide(run, name, by, state, String(body["comment"] ?? ""));
    return ok([]);
  }
}

function decide(run: FakeRun, environment: string, by: string, state: State, comment: string): void {
  run.approvals.push({ environment, state, by, comment });
  const index = run.waiting.indexOf(environment);
  if (index >= 0) run.waiting.splice(index, 1);
}

/** A team's members are not known here: a team as reviewer admits everyone but its maker. */
function refused(
  { actor }: FakeRun,
  { name, reviewers, preventSelfReview }: FakeEnvironment,
  by: string,
): string | undefined {
  if (!reviewers.some(({ type, login }) => type === "Team" || login === by)) return `${by} is no reviewer of ${name}`;
  if (preventSelfReview && actor === by) return `${by} started the run, and ${name} prevents self-review`;
  return undefined;
}

function runDocument({ waiting: _waiting, approvals: _approvals, fork, actor, ...run }: FakeRun): object {
  const person = { login: actor, type: actor.endsWith("[bot]") ? "Bot" : "User" };
  const repositories = { repository: { id: ids.own }, head_repository: { id: fork ? ids.fork : ids.own } };
  return { ...run, ...times, ...repositories, name: run.path, actor: person, triggering_actor: person };
}
