import { loadSettings } from "../../settings/load";
import type { ProjectPlace } from "../../settings/project/folder";
import type { StackReference } from "../../settings/project/stacks";
import type { PlacedStep } from "../../settings/schema/pipeline";
import { pipelineOf } from "./pipeline-of";

/** An environment of GitHub that the workflows of a project use. */
export interface PipelineEnvironment {
  readonly name: string;
  readonly waitMinutes: number;
  readonly approved: boolean;
  readonly refs?: readonly Ref[];
}

type Ref = { readonly type: "branch" | "tag"; readonly name: string };

/** A candidate is watched for a day before production (document 004). */
const watchMinutes = 24 * 60;

/**
 * The environments of GitHub for all stacks but those of the emulator: `<environment>` and `<environment>-plan`, and those that `deploy` names.
 * Jobs of protected stacks wait for another person. Where pipelines lead to an environment, only their branches and tags may use it; the ones
 * for plans are used by pull requests.
 */
export function pipelineEnvironments(stacks: readonly StackReference[], place: ProjectPlace): PipelineEnvironment[] {
  const found = new Map<string, { waitMinutes: number; approved: boolean; refs: Ref[] }>();
  const add = (name: string, approved: boolean, step?: PlacedStep, waitMinutes = 0) => {
    const before = found.get(name) ?? { waitMinutes: 0, approved: false, refs: [] };
    const own = step ? refsOf(step).filter((ref) => !before.refs.some((one) => isSame(one, ref))) : [];
    found.set(name, {
      waitMinutes: Math.max(before.waitMinutes, waitMinutes),
      approved: before.approved || approved,
      refs: [...before.refs, ...own],
    });
  };
  for (const stack of stacks) {
    const settings = loadSettings(stack, place).settings as {
      readonly emulator: boolean;
      readonly protected: boolean;
      readonly deploy?: { readonly github_environment?: string } | null;
    };
    if (settings.emulator) continue;
    const { environment } = stack;
    const pipeline = stack.system === undefined ? undefined : pipelineOf(stack, place);
    const step = pipeline?.steps.find((one) => one.environment === environment);
    const isWatched = pipeline?.name === "candidates" && step?.stage === "production";
    const released = settings.deploy?.github_environment ?? environment;
    add(environment, settings.protected, step);
    add(`${environment}-plan`, settings.protected);
    add(released, settings.protected, step, isWatched ? watchMinutes : 0);
  }
  return [...found].map(([name, { refs, ...more }]) => ({ name, ...more, ...(refs.length > 0 && { refs }) }));
}

const isSame = (one: Ref, other: Ref): boolean => one.type === other.type && one.name === other.name;

/** As GitHub's patterns (fnmatch) have them. */
function refsOf({ on }: PlacedStep): Ref[] {
  if ("branch" in on) return [{ type: "branch", name: on.branch }];
  return [{ type: "tag", name: on.tags === "candidates" ? "v*-rc.*" : "v*" }];
}
