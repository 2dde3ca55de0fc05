import type { LayerOptions } from "../../settings/layers/read-layers";
import { loadSettings } from "../../settings/load";
import { SettingsError } from "../../settings/mistake";
import { conflicts } from "../../settings/project/conflicts/conflicts";
import type { Project } from "../../settings/project/stacks";
import { systemKeys } from "../../settings/rule";
import {
  isWatched,
  type PipelineKeys,
  type PipelineName,
  type PlacedStep,
  stepsOf,
} from "../../settings/schema/pipeline";
import { missingSettings } from "./missing-settings";
import { type PipelineStack, pipelineStack, type Settings } from "./stacks";

/** What workflows are made of. */
export interface PipelineProject {
  /** The stacks that workflows reach, in the order of the project. */
  readonly stacks: readonly PipelineStack[];
  /** The other stacks of clouds and clusters, each with why. */
  readonly leftOut: readonly PipelineStack[];
  /** Their environments, in the order of the project. */
  readonly environments: readonly string[];
  /** The systems with a pipeline. */
  readonly systems: readonly PipelineSystem[];
  /** Hosts of HCP Terraform that keep states. */
  readonly hcpHosts: readonly string[];
  /** What jobs need and no setting makes, a line each. */
  readonly missingSettings: readonly string[];
}

/** A system that a pipeline brings to production. */
export interface PipelineSystem {
  readonly name: string;
  readonly pipeline: PipelineName;
  readonly steps: readonly SystemStep[];
  /** Script of package.json that tests a release to staging. @default - none */
  readonly tests?: string | undefined;
}

/** A step of the pipeline, with the stacks that it deploys in their order, and those of the step before by platform. */
export interface SystemStep extends PlacedStep {
  readonly stacks: readonly PipelineStack[];
  /** The stacks of the step before, which must have released what this one gets. Empty at the first. */
  readonly before: readonly PipelineStack[];
  /** Whether a candidate is watched in the step before. */
  readonly isWatched: boolean;
}

/** Reads the stacks of a project and the pipelines of its systems. @throws {SettingsError} where settings have a mistake, or a pipeline leads nowhere */
export function readPipelines(project: Project): PipelineProject {
  const options: LayerOptions = { root: project.root, ...(project.folder !== undefined && { folder: project.folder }) };
  const between = [...conflicts(project, project.stacks, options).values()].flat();
  const wrong = between.filter(({ path }) => systemKeys.includes(path?.split(".", 1)[0] ?? ""));
  if (wrong.length > 0) throw new SettingsError(wrong);
  const read = project.stacks.map((stack) => {
    const settings = loadSettings(stack, options).settings as unknown as Settings & PipelineKeys;
    return { stack: pipelineStack(stack, settings), settings };
  });
  // What is on the emulator is deployed to a machine, and nowhere else.
  const real = read.filter(({ settings }) => !settings.emulator);
  const all = real.map(({ stack }) => stack);
  const stacks = all.filter(({ leftOut }) => leftOut === undefined);
  const systems = [...new Set(all.flatMap(({ system }) => system ?? []))].sort();
  return {
    stacks,
    leftOut: all.filter(({ leftOut }) => leftOut !== undefined),
    environments: [...new Set(stacks.map(({ environment }) => environment))],
    systems: systems.flatMap((name) => {
      const keys = read.find(({ stack }) => stack.system === name)?.settings;
      if (!keys?.pipeline) return [];
      const own = stacks.filter(({ system }) => system === name);
      return [
        {
          ...{ name, pipeline: keys.pipeline, tests: keys.pipeline_tests },
          steps: placed(keys.pipeline, stepsOf(keys.pipeline, keys.pipeline_environments), own),
        },
      ];
    }),
    hcpHosts: [...new Set(stacks.flatMap(({ hcp }) => hcp ?? []))].sort(),
    missingSettings: missingSettings(real.filter(({ stack }) => stack.leftOut === undefined)),
  };
}

function placed(name: PipelineName, steps: readonly PlacedStep[], own: readonly PipelineStack[]): SystemStep[] {
  const of = (environment: string) => inOrder(own.filter((stack) => stack.environment === environment));
  return steps.map((step, index) => {
    const before = steps[index - 1];
    return {
      ...step,
      stacks: of(step.environment),
      before: before ? of(before.environment) : [],
      isWatched: isWatched(name, step),
    };
  });
}

/** A stack after those that it needs; else as in the project. */
function inOrder(stacks: readonly PipelineStack[]): PipelineStack[] {
  const sorted: PipelineStack[] = [];
  const add = (stack: PipelineStack): void => {
    if (sorted.includes(stack)) return;
    for (const other of stacks) if (stack.needs.includes(other.id)) add(other);
    sorted.push(stack);
  };
  for (const stack of stacks) add(stack);
  return sorted;
}
