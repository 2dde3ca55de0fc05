import { type Answer, type Call, created, invalid, notFound, ok, problem, type Route } from "./routes";

/** A set of rules, as `POST /rulesets` takes it. */
export interface FakeRuleset extends Readonly<Record<string, unknown>> {
  readonly id: number;
  readonly name: string;
}

const repository = "/repos/{owner}/{repo}";
const administration = ["administration:write"];

/** The repository itself: branches, tags, and its rules. */
export class Code {
  /** By full name: `refs/tags/v1.2.0`, with the commit that it leads to. */
  readonly refs = new Map<string, string>();
  /** Objects of annotated tags, by their hash: the ref of such a tag leads to the object, and that to the commit. */
  readonly tagObjects = new Map<string, string>();
  /** Commits that a branch holds before its newest, by the branch's full name. */
  readonly history = new Map<string, readonly string[]>();
  readonly rulesets: FakeRuleset[] = [];
  /** Those of the organization, which hold here too. */
  readonly parentRulesets: FakeRuleset[] = [];
  defaultBranch = "main";
  private: "private" | "public" = "private";

  constructor(readonly name: string) {}

  get routes(): readonly Route[] {
    const ruleset = (answer: (index: number, call: Call) => Answer) => (call: Call) => {
      const index = this.rulesets.findIndex(({ id }) => String(id) === call.path["id"]);
      return index < 0 ? notFound : answer(index, call);
    };
    return [
      { on: `GET ${repository}`, needs: ["metadata:read"], answer: () => ok(this.document) },
      {
        on: `GET ${repository}/git/ref/{ref...}`,
        needs: ["contents:read"],
        answer: ({ path }) => this.ref(path["ref"]),
      },
      {
        on: `GET ${repository}/git/matching-refs/{ref...}`,
        needs: ["contents:read"],
        answer: ({ path }) => ({ list: this.list(`refs/${path["ref"]}`).map((name) => this.refDocument(name)) }),
      },
      {
        on: `GET ${repository}/git/tags/{sha}`,
        needs: ["contents:read"],
        answer: ({ path }) => {
          const sha = this.tagObjects.get(path["sha"] ?? "");
          return sha ? ok({ object: { type: "commit", sha } }) : notFound;
        },
      },
      { on: `POST ${repository}/git/refs`, needs: ["contents:write"], answer: (call) => this.create(call) },
      {
        on: `GET ${repository}/tags`,
        needs: ["contents:read"],
        answer: () => ({
          list: this.list("refs/tags/").map((ref) => ({ name: ref.slice(10), commit: { sha: this.refs.get(ref) } })),
        }),
      },
      {
        on: `GET ${repository}/commits/{ref...}`,
        needs: ["contents:read"],
        answer: ({ path }) => this.commit(path["ref"] ?? ""),
      },
      {
        on: `GET ${repository}/compare/{basehead}`,
        needs: ["contents:read"],
        answer: ({ path }) => this.compare(path["basehead"] ?? ""),
      },
      {
        on: `GET ${repository}/rulesets`,
        needs: ["metadata:read"],
        // As the API does: a list says which there are, not what they hold.
        answer: ({ query }) => ({
          list: [...(query.get("includes_parents") === "false" ? [] : this.parentRulesets), ...this.rulesets].map(
            ({ rules: _, conditions: __, bypass_actors: ___, ...shown }) => shown,
          ),
        }),
      },
      {
        on: `GET ${repository}/rulesets/{id}`,
        needs: ["metadata:read"],
        answer: ruleset((index) => ok(this.rulesets[index])),
      },
      { on: `POST ${repository}/rulesets`, needs: administration, answer: ({ body }) => this.addRuleset(body) },
      {
        on: `PUT ${repository}/rulesets/{id}`,
        needs: administration,
        answer: ruleset((at, { body }) => this.change(at, body)),
      },
      {
        on: `DELETE ${repository}/rulesets/{id}`,
        needs: administration,
        answer: ruleset((index) => {
          this.rulesets.splice(index, 1);
          return { status: 204 };
        }),
      },
    ];
  }

  private get document(): object {
    const [owner, name] = this.name.split("/");
    const visible = { private: this.private === "private", visibility: this.private };
    return {
      id: 42,
      name,
      full_name: this.name,
      owner: { login: owner },
      default_branch: this.defaultBranch,
      ...visible,
    };
  }

  private list(prefix: string): string[] {
    return [...this.refs.keys()].filter((ref) => ref.startsWith(prefix)).sort();
  }

  private refDocument(ref: string): object {
    const sha = this.refs.get(ref) ?? "";
    return { ref, object: { type: this.tagObjects.has(sha) ? "tag" : "commit", sha } };
  }

  private ref(name = ""): Answer {
    return this.refs.has(`refs/${name}`) ? ok(this.refDocument(`refs/${name}`)) : notFound;
  }

  /** By branch, tag or commit, the whole hash. */
  private commit(name: string): Answer {
    const sha = this.refs.get(`refs/heads/${name}`) ?? this.refs.get(`refs/tags/${name}`);
    const known = sha ?? [...this.refs.values()].find((commit) => commit === name);
    return known ? ok({ sha: known }) : problem(422, `No commit found for SHA: ${name}`);
  }

  /** `<branch>...<commit>`, seen from the branch. */
  private compare(basehead: string): Answer {
    const [base = "", head = ""] = basehead.split("...");
    const newest = this.refs.get(`refs/heads/${base}`);
    if (newest === undefined) return notFound;
    if (newest === head) return ok({ status: "identical" });
    return ok({ status: this.history.get(`refs/heads/${base}`)?.includes(head) ? "behind" : "diverged" });
  }

  private create({ body }: Call): Answer {
    const ref = String(body["ref"]);
    if (!/^refs\/.+\/.+/.test(ref)) return problem(422, "Reference name must start with 'refs/' and have two slashes");
    if (this.refs.has(ref)) return problem(422, "Reference already exists");
    this.refs.set(ref, String(body["sha"]));
    return created(this.refDocument(ref));
  }

  private addRuleset(body: Call["body"]): Answer {
    if (!body["name"]) return invalid("RepositoryRuleset", "name", "can't be blank");
    if (this.rulesets.some(({ name }) => name === body["name"])) {
      return problem(422, "Validation Failed", ["Name must be unique"]);
    }
    const ids = this.rulesets.map(({ id }) => id);
    const kept = { source_type: "Repository", source: this.name, bypass_actors: [], target: "branch" };
    const made = { ...kept, ...body, id: Math.max(900, ...ids) + 1, name: String(body["name"]) };
    this.rulesets.push(made);
    return created(made);
  }

  private change(index: number, body: Call["body"]): Answer {
    const known = this.rulesets[index] as FakeRuleset;
    this.rulesets[index] = { ...known, ...body, id: known.id };
    return ok(this.rulesets[index]);
  }
}
