import { stringify } from "yaml";
import { versionOf } from "./actions";

/** A value of a workflow. Keys are written in the order that they have here. */
export type Yaml = string | number | boolean | readonly Yaml[] | { readonly [key: string]: Yaml | undefined };

/** A step of a job. */
export type Step = Readonly<Record<string, Yaml | undefined>>;

/** A job. */
export type Job = Readonly<Record<string, Yaml | undefined>>;

/** A workflow. */
export interface Workflow {
  /** What it does, for who opens the file: one line each. */
  readonly about: readonly string[];
  readonly name: string;
  /** When it runs. */
  readonly on: Yaml;
  readonly concurrency?: Yaml;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The text of a workflow: a header, the workflow without any right of its own, a blank line before each job. Jobs name the rights that they need. */
export function workflowText({ about, name, on, concurrency, jobs }: Workflow, header: readonly string[]): string {
  const written = Object.fromEntries(Object.entries(jobs).map(([id, job]) => [id, withoutEmptyEnvironment(job)]));
  const body = { name, on, permissions: {}, ...(concurrency !== undefined && { concurrency }), jobs: written };
  const text = stringify(body, { lineWidth: 0, aliasDuplicateObjects: false, keepUndefined: false });
  const comments = [...header, ...about].map((line) => `# ${line}\n`).join("");
  return `${comments}${text
    .replace(/^( *(?:- )?uses: )(\S+)$/gm, (line, _, uses: string) => {
      const version = versionOf(uses);
      return version ? `${line} # ${version}` : line;
    })
    .replace(/^(on:|permissions:|concurrency:|jobs:)/gm, "\n$1")
    .replace(/(?<!^jobs:)\n {2}(\S+:)\n(?= {4}(?:name|needs|if|uses|runs-on|strategy):)/gm, "\n\n  $1\n")}`;
}

/** A job without variables: actionlint refuses an empty `env`. */
function withoutEmptyEnvironment(job: Job): Job {
  return Object.fromEntries(
    Object.entries(job).filter(([key, value]) => key !== "env" || Object.keys(value ?? {}).length > 0),
  );
}
