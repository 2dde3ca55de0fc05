import { join } from "node:path";
import { parse } from "yaml";
import { type PipelineProject, readPipelines } from "../../../operator/workflows/project";
import { workflowsOf } from "../../../operator/workflows/workflows";
import { readProject } from "../../../settings/project/stacks";
import { settingsSchema } from "../../../settings/schema";
import { testProject } from "../../settings/project";
import type { Job as AnyJob, Workflow as AnyWorkflow, Permission } from "../../workflows/executor/workflow";

/** A job of ours: it names its rights one by one. */
export type Job = Omit<AnyJob, "permissions"> & { readonly permissions?: Permission };

/** A workflow as it is read. */
export type Workflow = Omit<AnyWorkflow, "jobs"> & { readonly jobs: Readonly<Record<string, Job>> };

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
