import { loadSettings } from "../../settings/load";
import type { ProjectPlace } from "../../settings/project/folder";
import type { StackReference } from "../../settings/project/stacks";
import { type PipelineKeys, type PipelineName, type PlacedStep, stepsOf } from "../../settings/schema/pipeline";

/** How the commits of a system come to production. */
export interface Pipeline {
  readonly name: PipelineName;
  readonly steps: readonly PlacedStep[];
}

/** The pipeline of a stack's system; nothing where the system's base names none. */
export function pipelineOf(stack: StackReference, place: ProjectPlace): Pipeline | undefined {
  return pipelineIn(loadSettings(stack, place).settings as PipelineKeys);
}

/** The same, of settings that are loaded. */
export function pipelineIn({
  pipeline: name,
  pipeline_environments: environments,
}: PipelineKeys): Pipeline | undefined {
  return name && { name, steps: stepsOf(name, environments) };
}
