import { jobOf, type RunResult } from "../../../workflows/executor/results";

/** What a job said, step by step. */
export const said = (result: RunResult, path: string): string =>
  jobOf(result, path)
    .steps.map(({ name, output }) => `${name}\n${output}`)
    .join("\n");

/** What failed steps said, and why jobs did not start. */
export function failures(of: Pick<RunResult, "jobs">): readonly string[] {
  return of.jobs.flatMap(({ error, steps, jobs }) => [
    ...(error ? [error] : []),
    ...steps.filter(({ outcome }) => outcome === "failure").map(({ name, output }) => `${name}\n${output}`),
    ...(jobs ? failures({ jobs }) : []),
  ]);
}
