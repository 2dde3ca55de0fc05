import type { PipelineProject } from "./project";

/** What stops the writing of workflows: each line is one mistake, with what to do. */

/** The systems whose tests are no script of package.json, each with what to do. @param scripts names */
export function missingTests({ systems }: PipelineProject, scripts: readonly string[]): string[] {
  return systems.flatMap(({ name, tests }) =>
    tests === undefined || scripts.includes(tests)
      ? []
      : [`${name}: pipeline_tests: expected a script in package.json, found ${tests}: add it there`],
  );
}

/**
 * The stacks whose releases workflows cannot give what `release.require` names, each with what to do. The evidence of the environment before and
 * the scan of functions come from a promotion; that of an image is on the image.
 */
export function missingRequirements({ systems }: PipelineProject): string[] {
  return systems.flatMap(({ pipeline, steps }) =>
    steps.flatMap(({ environment, stacks, before }) =>
      stacks.flatMap(({ id, platform, release }) => {
        if (!release || before.some((other) => other.platform === platform && other.release)) return [];
        const promoted = release.by === "code" ? ["scan", "after"] : ["after"];
        const found = release.require.filter((name) => promoted.includes(name));
        if (found.length === 0) return [];
        const none = `release.require: a promotion hands it over, and none leads to ${environment} in the pipeline ${pipeline}`;
        return [
          `${id}: ${none}: expected no ${promoted.join(" and ")}, found ${found.join(" and ")}: require it in the environments after it`,
        ];
      }),
    ),
  );
}

/** The steps that would deploy nothing, because all of their stacks are on the emulator or on a cluster that a machine knows: GitHub takes no workflow without a job. */
export function unreachedSteps({ systems }: PipelineProject): string[] {
  return systems.flatMap(({ name, pipeline, steps }) =>
    steps
      .filter(({ stacks }) => stacks.length === 0)
      .map(
        ({ stage, environment }) =>
          `${name}: pipeline: expected a stack in ${environment} that a workflow reaches, where ${pipeline} has its ${stage}, found none: ` +
          `name another environment in pipeline_environments.${stage}, or remove \`pipeline\``,
      ),
  );
}
