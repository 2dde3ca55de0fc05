import { showNode } from "../../hcl/literal";
import { type Mistake, mistakeAt } from "../../mistake";
import { nearestName } from "../../nearest";
import { functionPlatforms, type PipelineName, pipelines, type Stage, stageNames } from "../../schema/pipeline";
import type { Project } from "../stacks";
import { at, placeOf, type StackView, textAt } from "./view";

/**
 * What is wrong with the pipeline of a system: an environment that does not exist, or in which the system has no stack, and a name for a stage
 * that the pipeline does not have. Said once, with the first of the system's stacks.
 */
export function pipelineMistakes(view: StackView, { stacks }: Project, environments: readonly string[]): Mistake[] {
  const { system } = view.stack;
  const own = stacks.filter((stack) => stack.system === system);
  const pipeline = textAt(view, "pipeline");
  if (system === undefined || own[0]?.id !== view.stack.id || !isPipeline(pipeline)) return [];
  const stages: readonly Stage[] = [...pipelines[pipeline].map(({ stage }) => stage), "standby"];
  return [
    ...unusedNames(view, pipeline, stages),
    ...unusedTests(view, pipeline, stages),
    ...stages.flatMap(wrongStage),
    ...sharedEnvironments(view, stages),
    ...stages.slice(1).flatMap((stage, index) => untested(stage, stages[index])),
  ];

  /** Functions that the stage before does not have: nothing of them is released, tested or signed before. */
  function untested(stage: Stage, before: Stage | undefined): Mistake[] {
    const [to, from] = [environmentOf(view, stage), before && environmentOf(view, before)];
    const inIt = (platform: string) => own.some((stack) => stack.environment === from && stack.platform === platform);
    if (!own.some((stack) => stack.environment === from)) return [];
    return own
      .filter(
        ({ environment, platform }) => environment === to && functionPlatforms.includes(platform) && !inIt(platform),
      )
      .map(({ id, platform }) => {
        const expected = `${system} on ${platform} in ${from}, the environment before`;
        return mistakeAt(placeOf(view, "pipeline"), {
          problem: `nothing is released before ${id}`,
          expected,
          found: "none",
        });
      });
  }

  function wrongStage(stage: Stage): Mistake[] {
    const path = `pipeline_environments.${stage}`;
    const named = textAt(view, path);
    const environment = environmentOf(view, stage);
    if (environment === undefined) return [];
    const place = named === undefined ? placeOf(view, "pipeline") : placeOf(view, path);
    const found = `${environment}, where ${pipeline} has its ${stage}`;
    if (!environments.includes(environment)) {
      const expected = `${nearestName(environment, environments)}, or another name in pipeline_environments.${stage}`;
      return [mistakeAt(place, { problem: "no such environment", expected, found })];
    }
    if (own.some((stack) => stack.environment === environment)) return [];
    const expected = `an environment in which ${system} has a stack: ${[...new Set(own.map((stack) => stack.environment))].join(", ")}`;
    return [mistakeAt(place, { problem: "the system has no stack there", expected, found })];
  }
}

const isPipeline = (name: string | undefined): name is PipelineName =>
  name !== undefined && Object.hasOwn(pipelines, name);

const environmentOf = (view: StackView, stage: Stage): string | undefined =>
  textAt(view, `pipeline_environments.${stage}`) ?? (stage === "standby" ? undefined : stageNames[stage]);

/** One environment for two stages: its stacks would be deployed from two places. */
function sharedEnvironments(view: StackView, stages: readonly Stage[]): Mistake[] {
  const named = stages.map((stage) => ({ stage, path: `pipeline_environments.${stage}` }));
  const all = named.map(({ stage, path }) => ({ stage, path, environment: environmentOf(view, stage) }));
  return all.flatMap(({ stage, path, environment }, index) => {
    const other = all.slice(0, index).find((one) => one.environment === environment);
    if (environment === undefined || !other) return [];
    const place = textAt(view, path) === undefined ? placeOf(view, other.path) : placeOf(view, path);
    const expected = `another environment than that of ${other.stage}`;
    return [
      mistakeAt(place, { problem: `one environment for ${other.stage} and ${stage}`, expected, found: environment }),
    ];
  });
}

/** Tests of a stage that the pipeline does not pass. */
function unusedTests(view: StackView, pipeline: PipelineName, stages: readonly string[]): Mistake[] {
  const found = textAt(view, "pipeline_tests");
  if (found === undefined || stages.includes("staging")) return [];
  const problem = `they run after a release to staging, which ${pipeline} does not have`;
  return [mistakeAt(placeOf(view, "pipeline_tests"), { problem, expected: "no such key", found })];
}

/** Names for stages that the pipeline does not pass. */
function unusedNames(view: StackView, pipeline: PipelineName, stages: readonly string[]): Mistake[] {
  const names = at(view, "pipeline_environments");
  if (names?.kind !== "object") return [];
  return [...names.entries]
    .filter(([key]) => Object.hasOwn(stageNames, key) && !stages.includes(key))
    .map(([, node]) => {
      const expected = `one of ${stages.join(", ")}, the stages of ${pipeline}`;
      return mistakeAt(node.place, {
        problem: "a stage that the pipeline does not have",
        expected,
        found: showNode(node),
      });
    });
}
