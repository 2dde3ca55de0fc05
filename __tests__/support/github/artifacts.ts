import { type Call, notFound, type Route } from "./routes";
import { type FakeRun, ids, type Runs } from "./runs";

/** What a run has kept. Runs of pull requests, those of forks included, keep artifacts in the same repository. */
export interface FakeArtifact {
  readonly id: number;
  readonly name: string;
  readonly run: FakeRun;
  readonly created_at: string;
  readonly expired: boolean;
}

const repository = "/repos/{owner}/{repo}";

/** Artifacts of runs. A name may be there many times, once for each run. */
export class Artifacts {
  readonly all: FakeArtifact[] = [];

  constructor(private readonly runs: Runs) {}

  /** A run keeps an artifact, later than the ones before. */
  keep(name: string, run: FakeRun, expired = false): FakeArtifact {
    const created_at = new Date(Date.parse("2026-11-30T08:00:00Z") + this.all.length * 60_000).toISOString();
    const made = { id: 9000 + this.all.length, name, run, created_at, expired };
    this.all.push(made);
    return made;
  }

  get routes(): readonly Route[] {
    const needs = ["actions:read"];
    const list = ({ query }: Call, of: readonly FakeArtifact[]) => {
      const name = query.get("name");
      const found = of.filter((one) => name === null || one.name === name);
      return { list: [...found].reverse().map(document), under: "artifacts" };
    };
    return [
      { on: `GET ${repository}/actions/artifacts`, needs, answer: (call) => list(call, this.all) },
      {
        on: `GET ${repository}/actions/runs/{id}/artifacts`,
        needs,
        answer: (call) => {
          const run = this.runs.all.find(({ id }) => String(id) === call.path["id"]);
          return run
            ? list(
                call,
                this.all.filter((one) => one.run === run),
              )
            : notFound;
        },
      },
    ];
  }
}

function document({ run: { id, fork, head_branch, head_sha }, ...artifact }: FakeArtifact): object {
  const of = { repository_id: ids.own, head_repository_id: fork ? ids.fork : ids.own };
  return { ...artifact, workflow_run: { id, ...of, head_branch, head_sha } };
}
