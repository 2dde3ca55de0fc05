import { loadSettings } from "../../settings/load";
import type { ProjectPlace } from "../../settings/project/folder";
import type { StackReference } from "../../settings/project/stacks";
import { type PipelineName, type PlacedStep, type Stage, stepsOf } from "../../settings/schema/pipeline";

/** How the commits of a system come to production. */
export interface Pipeline {
  readonly name: PipelineName;
  readonly steps: readonly PlacedStep[];
}

/** The pipeline of a stack's system; nothing where the system's base names none. */
export function pipelineOf(stack: StackReference, place: ProjectPlace): Pipeline | undefined {
  const { pipeline: name, pipeline_environments: environments } = loadSettings(stack, place).settings as {
    readonly pipeline?: PipelineName;
    readonly pipeline_environments?: Readonly<Partial<Record<Stage, string>>>;
  };
  return name && { name, steps: stepsOf(name, environments) };
}
