import { join } from "node:path";
import { parse } from "yaml";
import { type PipelineProject, readPipelines } from "../../../operator/workflows/project";
import { workflowsOf } from "../../../operator/workflows/workflows";
import { readProject } from "../../../settings/project/stacks";
import { settingsSchema } from "../../../settings/schema";
import { testProject } from "../../settings/project";

/** A job as it is read. */
export interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly uses?: string;
  readonly environment?: string;
  readonly "timeout-minutes"?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: Readonly<Record<string, unknown>>;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly secrets?: unknown;
  readonly steps?: readonly Readonly<Record<string, unknown>>[];
}

/** A workflow as it is read. */
export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Projects of tests, in one folder that is removed with the test file. */
export function smallProjects() {
  const base = testProject({}, settingsSchema);
  let made = 0;
  return (files: Readonly<Record<string, string>>): PipelineProject => {
    made += 1;
    base.write(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${made}/${name}`, text])));
    return readPipelines(readProject({ root: join(base.root, String(made)) }));
  };
}

/** The workflows of a project by the names of their files without `.yml`, read back. */
export const workflowsIn = (project: PipelineProject): Readonly<Record<string, Workflow>> =>
  Object.fromEntries(
    [...workflowsOf(project, "project")].map(([name, text]) => [name.replace(/\.yml$/, ""), parse(text) as Workflow]),
  );

/** An environment's file. */
export const environment = (account: string, more = "") =>
  `account_id = "${account}"\ndata_class = "synthetic"\nprotected = false\naccount = {}\n${more}`;
