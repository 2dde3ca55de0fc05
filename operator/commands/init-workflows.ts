import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatMistake, SettingsError } from "../../settings/mistake";
import { print, printError } from "../operations/command-output";
import { projectPlace } from "../operations/project";
import { readProject } from "../operations/selection";
import { UserError } from "../process/user-error";
import { missingRequirements, missingTests, unreachedSteps } from "../workflows/mistakes";
import { readPipelines } from "../workflows/project";
import { workflowsOf } from "../workflows/workflows";
import { compare, hasWorkflows, write } from "../workflows/write";

interface Options {
  readonly json?: boolean;
  /** Write nothing; exit code 1 where a file is not as the settings make it. */
  readonly check?: boolean;
}

/** Where GitHub reads workflows, in the repository with this checkout. */
const folder = join(".github", "workflows");

/** Writes the workflows of the project. With `check` a project that has none is right. */
export async function initWorkflows({ json, check }: Options): Promise<void> {
  const project = await readProject();
  if (project.mistakes.length > 0) throw new UserError(project.mistakes.map(formatMistake).join("\n"));
  const pipelines = readPipelinesOf(project);
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
  const missing = [
    ...unreachedSteps(pipelines),
    ...missingTests(pipelines, Object.keys(scripts)),
    ...missingRequirements(pipelines),
  ];
  if (missing.length > 0) throw new UserError(missing.join("\n"));
  const wanted = workflowsOf(pipelines, projectPlace().folder ?? ".");
  if (check && !hasWorkflows(folder, wanted)) {
    print(json ? JSON.stringify({ type: "result", files: 0, outdated: [] }) : "the project has no workflows");
    return;
  }
  const difference = compare(folder, wanted);
  const { outdated, gone } = difference;
  const differing = [...outdated, ...gone];
  if (!check) write(folder, wanted, difference);
  const { leftOut, missingSettings } = pipelines;
  if (json) {
    const left = leftOut.map(({ id, leftOut: why }) => ({ stack: id, why }));
    print(
      JSON.stringify({
        type: "result",
        files: wanted.size,
        [check ? "outdated" : "written"]: differing,
        left_out: left,
        missing: missingSettings,
      }),
    );
  } else if (check) {
    for (const name of differing)
      printError(`${join(folder, name)} is not as the settings make it: npm run init:workflows`);
    if (differing.length === 0) print(`${wanted.size} workflows are as the settings make them`);
  } else {
    print(
      `${wanted.size} workflows in ${folder}, written: ${outdated.join(", ") || "none, all are as the settings make them"}`,
    );
    if (gone.length > 0) print(`removed, because nothing needs them any more: ${gone.join(", ")}`);
    for (const { id, leftOut: why } of leftOut) print(`left out: ${id}: ${why}`);
    for (const { id, readsMore: why } of pipelines.stacks)
      if (why) print(`its plan is in no pull request and no night: ${id}: ${why}`);
    for (const line of missingSettings) print(`jobs fail without it: ${line}`);
  }
  process.exitCode = check && differing.length > 0 ? 1 : 0;
}

function readPipelinesOf(project: Awaited<ReturnType<typeof readProject>>) {
  try {
    return readPipelines(project);
  } catch (error) {
    if (error instanceof SettingsError) throw new UserError(error.message);
    throw error;
  }
}
