import type { StackReference } from "../../../settings/project/stacks";
import type { PlacedStep } from "../../../settings/schema/pipeline";
import { projectPlace } from "../../operations/project";
import { type Pipeline, pipelineOf } from "../../pipeline/pipeline-of";
import { UserError } from "../../process/user-error";
import { oneStack } from "../with-release";

/** A promotion: the stack that gets a build, and the steps of its system's pipeline that lead there. */
export interface StepTo {
  readonly stack: StackReference;
  readonly system: string;
  readonly pipeline: Pipeline;
  readonly step: PlacedStep;
  readonly before: PlacedStep;
}

/** The step of the pipeline that leads to a stack, and the one before it. @throws {UserError} where nothing goes on to the stack */
export async function stepTo(pattern: string): Promise<StepTo> {
  const stack = await oneStack(pattern);
  const { id, system, environment } = stack;
  const pipeline = pipelineOf(stack, projectPlace());
  if (!pipeline || system === undefined)
    throw new UserError(`${id}: expected a system with a pipeline: set \`pipeline\` in its base.tfvars`);
  const at = pipeline.steps.findIndex((one) => one.environment === environment);
  const [before, step] = [pipeline.steps[at - 1], pipeline.steps[at]];
  if (!step) throw new UserError(`${id}: the pipeline ${pipeline.name} does not lead to ${environment}`);
  if (!before)
    throw new UserError(`${id}: ${environment} is the first environment of ${pipeline.name}: nothing goes on to it`);
  return { stack, system, pipeline, step, before };
}
