import { loadSettings } from "../../settings/load";
import type { ProjectPlace } from "../../settings/project/folder";
import type { StackReference } from "../../settings/project/stacks";
import { isWatched, type PipelineKeys, type PlacedStep } from "../../settings/schema/pipeline";
import { pipelineStack, type Settings } from "../workflows/stacks";
import { pipelineIn } from "./pipeline-of";

/** An environment of GitHub that the workflows of a project use. */
export interface PipelineEnvironment {
  readonly name: string;
  /** The environment of the project that it belongs to. */
  readonly of: string;
  readonly waitMinutes: number;
  readonly approved: boolean;
  readonly refs?: readonly Ref[];
  /** Where jobs wait for no person. @default - those who are reviewers, or are named */
  readonly reviewers?: readonly [];
}

type Ref = { readonly type: "branch" | "tag"; readonly name: string };

/** A candidate is watched for a day before production (document 004). */
const watchMinutes = 24 * 60;

/**
 * The environments of GitHub for all stacks that workflows reach: `<environment>`, `<environment>-plan`, `<environment>-watch`, and those
 * that `deploy` names. Jobs of protected stacks wait for another person. Where pipelines lead to an environment, only their branches and tags
 * may use it. Pull requests use the ones for plans. Those that watch have no reviewers, so no other ref than those of the pipelines and the
 * default branch, of which scheduled runs are, may use them.
 */
export function pipelineEnvironments(
  stacks: readonly StackReference[],
  place: ProjectPlace,
  defaultBranch: string,
): PipelineEnvironment[] {
  const found = new Map<string, { of: string; waitMinutes: number; approved: boolean; refs: Ref[] }>();
  const add = (name: string, of: string, approved: boolean, refs: readonly Ref[] = [], waitMinutes = 0) => {
    const before = found.get(name) ?? { of, waitMinutes: 0, approved: false, refs: [] };
    found.set(name, {
      of: before.of,
      waitMinutes: Math.max(before.waitMinutes, waitMinutes),
      approved: before.approved || approved,
      refs: unique([...before.refs, ...refs]),
    });
  };
  const watches = new Set<string>();
  for (const stack of stacks) {
    const settings = loadSettings(stack, place).settings as unknown as PipelineKeys & Settings;
    if (settings.emulator || pipelineStack(stack, settings).leftOut !== undefined) continue;
    const { environment } = stack;
    const pipeline = stack.system === undefined ? undefined : pipelineIn(settings);
    const at = pipeline?.steps.findIndex((one) => one.environment === environment) ?? -1;
    const [step, next] = [pipeline?.steps[at], pipeline?.steps[at + 1]];
    const wait = pipeline && step && isWatched(pipeline.name, step) ? watchMinutes : 0;
    const released = settings.deploy?.github_environment ?? environment;
    const refs = step ? refsOf(step) : [];
    add(environment, environment, settings.protected, refs);
    add(`${environment}-plan`, environment, settings.protected);
    // A promotion to the next step reads the log of this one.
    const promoted = step && next ? refsOf(next) : [];
    add(`${environment}-watch`, environment, false, [{ type: "branch", name: defaultBranch }, ...refs, ...promoted]);
    watches.add(`${environment}-watch`);
    add(released, environment, settings.protected, refs, wait);
  }
  return [...found].map(([name, { refs, ...more }]) => ({
    ...{ name, ...more, ...(refs.length > 0 && { refs }) },
    ...(watches.has(name) && { reviewers: [] }),
  }));
}

/** Each branch and tag once: two steps may have the same. */
const unique = (refs: readonly Ref[]): Ref[] =>
  refs.filter((ref, index) => refs.findIndex(({ type, name }) => type === ref.type && name === ref.name) === index);

/** As GitHub's patterns (fnmatch) have them. */
function refsOf({ on }: PlacedStep): Ref[] {
  if ("branch" in on) return [{ type: "branch", name: on.branch }];
  return [{ type: "tag", name: on.tags === "candidates" ? "v*-rc.*" : "v*" }];
}
