import { checksWorkflow } from "./files/checks";
import { deployWorkflow } from "./files/deploy";
import { planWorkflow } from "./files/plan";
import { promoteWorkflow } from "./files/promote";
import { releaseWorkflow } from "./files/release";
import { stackWorkflow } from "./files/stack";
import { watchWorkflows } from "./files/watch";
import type { PipelineProject } from "./project";
import { type Workflow, workflowText } from "./yaml";

/** The beginning of a file that this generator wrote. */
export const mark = "Written by `npm run init:workflows`";

/** The first line of the files of a project. */
const headerOf = (folder: string): string =>
  `${mark} from ${folder === "." ? "the shipped examples" : `${folder}/`}: change the settings or operator/workflows/, and run it again.`;

/**
 * The workflows of a project, by the names of their files. `scans.yml` and `application.yml` are written by hand: they are the same in every project.
 * @param folder of the project, as commands name it
 */
export function workflowsOf(project: PipelineProject, folder: string): ReadonlyMap<string, string> {
  const all: Record<string, Workflow> = {
    checks: checksWorkflow(),
    plan: planWorkflow(project),
    ...watchWorkflows(project),
    ...(project.systems.length > 0 && {
      stack: stackWorkflow(project.hcpHosts),
      release: releaseWorkflow(project.hcpHosts),
      promote: promoteWorkflow(),
    }),
    ...Object.fromEntries(
      project.systems.map((system) => [`deploy-${system.name}`, deployWorkflow(system, project.hcpHosts)]),
    ),
  };
  return new Map(
    Object.entries(all).map(([name, workflow]) => [`${name}.yml`, workflowText(workflow, [headerOf(folder)])]),
  );
}
