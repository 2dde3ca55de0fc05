import type { FakeGitHub } from "../../support/fake-github";
import type { Expressions } from "./expressions";
import type { GitHubEvent } from "./triggers";

/** What GitHub's token for OIDC says of a job: docs.github.com, "OpenID Connect reference". */
export interface Claims {
  readonly sub: string;
  readonly repository: string;
  readonly ref: string;
  readonly environment?: string;
  readonly job_workflow_ref: string;
  readonly workflow_ref: string;
  readonly actor: string;
  readonly event_name: string;
}

/** A call of an action from another repository. */
export interface ActionCall {
  /** `actions/checkout`. */
  readonly name: string;
  /** What follows the `@`. */
  readonly version: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly workspace: string;
  readonly temp: string;
  readonly runId: number;
  /** Kept for the whole run: artifacts and caches. */
  readonly store: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly claims: Claims;
}

/** What an action did. */
export interface Acted {
  readonly outputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly path?: readonly string[];
  readonly output?: string;
  /** Why it failed. */
  readonly failure?: string;
  /** What it does at the end of the job. */
  readonly post?: () => void;
}

/** Stands for an action. */
export interface FakeAction {
  /** Its inputs, from its `action.yml`: another one is an error, where GitHub only warns. */
  readonly inputs: readonly string[];
  readonly run: (call: ActionCall) => Acted | Promise<Acted>;
}

/** Where a workflow runs. */
export interface World {
  readonly expressions: Expressions;
  /** The checkout that has `.github/workflows`. */
  readonly root: string;
  readonly event: GitHubEvent;
  /** `acme/shop`. */
  readonly repository: string;
  readonly github?: FakeGitHub;
  /** Where Git finds repositories: https://github.com unless given. */
  readonly server?: string;
  readonly vars?: Readonly<Record<string, string>>;
  /** By name; those of an environment by `<environment>/<name>`. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** By name without version. One that is not here is an error. */
  readonly actions: Readonly<Record<string, FakeAction>>;
  /** Variables of the machine: `PATH` has the recorders. */
  readonly env: Readonly<Record<string, string>>;
  /** Who approves, by environment; `rejected` in place of a login rejects. Needed where an environment has reviewers. */
  readonly reviews?: Readonly<Record<string, string>>;
  /** Milliseconds of one second of GitHub's waits: 1000 unless given. */
  readonly second?: number;
  /** Called before each step that runs, with `job` or `caller/job`, and its id, name or command. */
  readonly beforeStep?: (job: string, step: string) => void;
}
