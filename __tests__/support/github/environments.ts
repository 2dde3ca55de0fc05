import type { components } from "@octokit/openapi-types";
import { type Answer, type Call, notFound, ok, problem, type Route } from "./routes";

type Schemas = components["schemas"];

/** Who may approve: of type `User` or `Team`, by the number that the API takes. */
export interface FakeReviewer {
  readonly type: "User" | "Team";
  readonly id: number;
  readonly login: string;
}

/** What a repository's owner set for an environment. */
export interface FakeEnvironment {
  readonly id: number;
  readonly name: string;
  /** Minutes, 0 to 43,200 (30 days). */
  waitTimer: number;
  reviewers: FakeReviewer[];
  preventSelfReview: boolean;
  branchPolicy: Schemas["deployment-branch-policy-settings"];
  readonly policies: { readonly id: number; readonly name: string; readonly type: "branch" | "tag" }[];
}

const times = { created_at: "2026-11-01T08:00:00Z", updated_at: "2026-11-01T08:00:00Z" };
const repository = "/repos/{owner}/{repo}";
const administration = ["administration:write"];

/** The environments of a repository, with their protection rules. */
export class Environments {
  readonly all: FakeEnvironment[] = [];
  /** Users and teams that reviewers can be, by number. */
  readonly people: FakeReviewer[] = [];
  private nextPolicy = 1;

  /** Makes an environment, or returns the one of this name, with the given rules. */
  set(
    name: string,
    rules: Partial<Pick<FakeEnvironment, "waitTimer" | "preventSelfReview">> & {
      reviewers?: string[];
      branches?: string[];
      tags?: string[];
    } = {},
  ) {
    const { reviewers, branches = [], tags = [], ...rest } = rules;
    const environment = this.find(name) ?? this.make(name);
    Object.assign(environment, rest, reviewers && { reviewers: reviewers.map((login) => this.person(login)) });
    if (branches.length + tags.length > 0) {
      environment.branchPolicy = { protected_branches: false, custom_branch_policies: true };
      for (const ref of branches) environment.policies.push({ id: this.nextPolicy++, name: ref, type: "branch" });
      for (const ref of tags) environment.policies.push({ id: this.nextPolicy++, name: ref, type: "tag" });
    }
    return environment;
  }

  find(name: string): FakeEnvironment | undefined {
    // GitHub compares names without case.
    return this.all.find((environment) => environment.name.toLowerCase() === name.toLowerCase());
  }

  /** A user with this login, with a number. */
  person(login: string, type: FakeReviewer["type"] = "User"): FakeReviewer {
    const known = this.people.find((person) => person.login === login && person.type === type);
    if (known) return known;
    const made = { type, login, id: 500 + this.people.length };
    this.people.push(made);
    return made;
  }

  get routes(): readonly Route[] {
    const one = `${repository}/environments/{name}`;
    const policies = `${one}/deployment-branch-policies`;
    const of = (answer: (it: FakeEnvironment, call: Call) => Answer) => (call: Call) => {
      const environment = this.find(call.path["name"] ?? "");
      return environment ? answer(environment, call) : notFound;
    };
    return [
      {
        on: `GET ${repository}/environments`,
        needs: ["actions:read"],
        answer: () => ({ list: this.all.map((it) => environmentDocument(it)), under: "environments" }),
      },
      { on: `GET ${one}`, needs: ["actions:read"], answer: of((it) => ok(environmentDocument(it))) },
      { on: `PUT ${one}`, needs: administration, answer: (call) => this.put(call) },
      { on: `DELETE ${one}`, needs: administration, answer: of((it) => this.remove(it)) },
      {
        on: `GET ${policies}`,
        needs: ["actions:read"],
        answer: of((it) => ({ list: it.policies, under: "branch_policies" })),
      },
      { on: `POST ${policies}`, needs: administration, answer: of((it, call) => this.addPolicy(it, call)) },
      {
        on: `DELETE ${policies}/{id}`,
        needs: administration,
        answer: of((it, { path }) => {
          const index = it.policies.findIndex(({ id }) => String(id) === path["id"]);
          if (index < 0) return notFound;
          it.policies.splice(index, 1);
          return { status: 204 };
        }),
      },
      {
        on: "GET /users/{login}",
        needs: ["metadata:read"],
        answer: ({ path }) => this.known("User", path["login"] ?? ""),
      },
      {
        on: "GET /orgs/{org}/teams/{slug}",
        needs: ["members:read"],
        answer: ({ path }) => this.known("Team", path["slug"] ?? ""),
      },
    ];
  }

  private known(type: FakeReviewer["type"], login: string): Answer {
    const person = this.people.find((it) => it.type === type && it.login === login);
    return person ? ok(personDocument(person)) : notFound;
  }

  private make(name: string): FakeEnvironment {
    const rules = { waitTimer: 0, reviewers: [], preventSelfReview: false, branchPolicy: null, policies: [] };
    const made: FakeEnvironment = { id: 100 + this.all.length, name, ...rules };
    this.all.push(made);
    return made;
  }

  /** As the API does: a `PUT` replaces every rule, and what the body leaves out is switched off. */
  private put({ path, body }: Call): Answer {
    const wait = Number(body["wait_timer"] ?? 0);
    if (!Number.isInteger(wait) || wait < 0 || wait > 43_200)
      return problem(422, "wait_timer is not 0 to 43200 minutes");
    const reviewers = (body["reviewers"] as { type: string; id: number }[] | null) ?? [];
    if (reviewers.length > 6) return problem(422, "There can be at most 6 reviewers");
    const people = reviewers.map(({ type, id }) => this.people.find((it) => it.type === type && it.id === id));
    if (people.includes(undefined)) return problem(422, "A reviewer is no user or team of this repository");
    const branchPolicy = (body["deployment_branch_policy"] ?? null) as FakeEnvironment["branchPolicy"];
    if (branchPolicy && branchPolicy.protected_branches === branchPolicy.custom_branch_policies) {
      return problem(422, "protected_branches and custom_branch_policies cannot have the same value");
    }
    const environment = this.find(path["name"] ?? "") ?? this.make(path["name"] ?? "");
    const preventSelfReview = body["prevent_self_review"] === true;
    Object.assign(environment, { waitTimer: wait, reviewers: people, preventSelfReview, branchPolicy });
    return ok(environmentDocument(environment));
  }

  private remove(environment: FakeEnvironment): Answer {
    this.all.splice(this.all.indexOf(environment), 1);
    return { status: 204 };
  }

  private addPolicy(environment: FakeEnvironment, { body }: Call): Answer {
    if (!environment.branchPolicy?.custom_branch_policies) return notFound;
    const type = body["type"] === "tag" ? ("tag" as const) : ("branch" as const);
    const policy = { id: this.nextPolicy++, name: String(body["name"]), type };
    environment.policies.push(policy);
    return ok(policy);
  }
}

export function environmentDocument({ id, name, ...rules }: FakeEnvironment) {
  const wait =
    rules.waitTimer > 0 ? [{ id: id * 10, node_id: "", type: "wait_timer", wait_timer: rules.waitTimer }] : [];
  const reviewers = rules.reviewers.map(({ type, ...person }) => ({
    type,
    reviewer: personDocument({ type, ...person }),
  }));
  const required = {
    ...{ id: id * 10 + 1, node_id: "", type: "required_reviewers" },
    ...{ prevent_self_review: rules.preventSelfReview, reviewers },
  };
  const branches = rules.branchPolicy ? [{ id: id * 10 + 2, node_id: "", type: "branch_policy" }] : [];
  const protection_rules = [...wait, ...(reviewers.length > 0 ? [required] : []), ...branches];
  return { id, name, ...times, protection_rules, deployment_branch_policy: rules.branchPolicy };
}

export const personDocument = ({ type, id, login }: FakeReviewer) =>
  type === "User" ? { id, login, type: "User" } : { id, name: login, slug: login };
