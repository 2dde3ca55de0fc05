import { join } from "node:path";
import type { StackReference } from "../../../settings/project/stacks";
import { gitHub } from "../../github/client";
import { waitTimerOf } from "../../github/environments";
import { thisRun } from "../../github/run";
import { commitOfTag } from "../../github/tags";
import { writeOutputs, writeSummary } from "../../github/workflow-files";
import { print, printError } from "../../operations/command-output";
import { projectPlace } from "../../operations/project";
import { withSelection } from "../../operations/selection";
import { gitHubEnvironments } from "../../operations/stack-flags";
import { coverageSeen, type Seen } from "../../pipeline/coverage";
import { type Evidence, readEvidence } from "../../pipeline/evidence";
import { isWatched, pipelineOf } from "../../pipeline/pipeline-of";
import { promotionSeen } from "../../pipeline/promotion";
import { tagOf } from "../../pipeline/tag-of";
import { takenBackIn } from "../../pipeline/taken-back";
import { code } from "../../plan/markdown/escape";
import { commitOf, haveSameFiles } from "../../process/checkout";
import { UserError } from "../../process/user-error";
import { inTime } from "../../status/finding";
import { oneStack, sameIn } from "../with-release";
import { healthOf } from "./health";

interface PromoteOptions {
  readonly settings: readonly string[];
  readonly json?: boolean;
  readonly image?: string;
  readonly tag?: string;
  readonly coverage?: string;
  readonly evidence?: string;
  /** A test's. No option of the command line sets it. @default - now */
  readonly now?: Date;
  /** The same: reads what the log of a stack says since a release. @default - the log in the bucket of its state */
  readonly takenBack?: (stack: StackReference, evidence: Evidence) => Promise<Seen>;
}

/** The platforms that release an image; the others release the functions of a commit. */
const images: readonly string[] = ["aws", "gcp", "azure", "kubernetes"];

/**
 * Refuses what may not go on to the environment of a stack, by the pipeline of its system. What may goes on as the output `image`: the digest
 * that the environment before released; empty for functions. Exit code 0: it may; 1: refused, or an error.
 */
export async function promote(pattern: string, options: PromoteOptions): Promise<void> {
  const stack = await oneStack(pattern);
  const { id, system, platform, environment } = stack;
  const pipeline = pipelineOf(stack, projectPlace());
  if (!pipeline || system === undefined)
    throw new UserError(`${id}: expected a system with a pipeline: set \`pipeline\` in its base.tfvars`);
  const at = pipeline.steps.findIndex((one) => one.environment === environment);
  const [before, step] = [pipeline.steps[at - 1], pipeline.steps[at]];
  if (!step) throw new UserError(`${id}: the pipeline ${pipeline.name} does not lead to ${environment}`);
  if (!before)
    throw new UserError(`${id}: ${environment} is the first environment of ${pipeline.name}: nothing goes on to it`);

  const run = thisRun();
  const api = await gitHub();
  const evidence = options.evidence === undefined ? undefined : readEvidence(options.evidence);
  const tag = options.tag ?? tagOf();
  const tags = [...new Set([tag, evidence?.tag])].flatMap((one) => one ?? []);
  const found = await Promise.all(
    tags.map(async (name) => [name, await commitOfTag(api, run.repository, name)] as const),
  );
  const commits = new Map(found);
  const names = (await gitHubEnvironments([id], options.settings)).get(id) ?? [environment];
  const watched = isWatched(pipeline.name, step);
  const earlier = evidence || watched ? await sameIn(stack, before.environment) : undefined;
  const isImage = images.includes(platform);
  const seen: Seen[] = [
    ...promotionSeen({
      stack: { id, system, platform },
      ...{ pipeline, step, before, isImage, image: options.image, evidence, tag },
      ...{ ref: run.ref, commit: run.commit, checkout: commitOf(), commitOf: (name) => commits.get(name) },
      isSame: haveSameFiles,
      waitMinutes: await waitTimerOf(api, run.repository, names[0] ?? environment),
      now: options.now ?? new Date(),
    }),
    coverageSeen(options.coverage),
    ...(earlier && evidence ? [await (options.takenBack ?? takenBack)(earlier, evidence)] : []),
    ...(earlier && watched ? [await healthOf(api, run.repository, earlier)] : []),
  ];
  const passed = seen.every((one) => one.passed);
  const image = isImage ? (evidence?.build ?? "") : "";
  if (passed) writeOutputs({ image });
  writeSummary(summaryOf(id, seen, passed));
  const show = passed ? print : printError;
  if (options.json) print(JSON.stringify({ type: "result", stack: id, passed, image, seen }));
  else for (const one of seen) show(`${one.passed ? "ok     " : "refused"} ${one.seen}`);
  if (!passed) printError(`${id}: refused`);
  process.exitCode = passed ? 0 : 1;
}

const summaryOf = (id: string, seen: readonly Seen[], passed: boolean): string =>
  [
    `## ${id}: ${passed ? "may go on" : "refused"}`,
    seen.map((one) => `- ${one.passed ? "" : "**refused** "}${code(one.seen)}`).join("\n"),
  ].join("\n\n");

/** What the log says since the evidence was written, where it can be read: it is often in another account. */
async function takenBack(stack: StackReference, { build, release }: Evidence): Promise<Seen> {
  try {
    return await withSelection({ patterns: [stack.id], settingsFiles: [] }, async ({ source }) => {
      const { logOf } = await import("../../release/world/log-of.js");
      const { history } = await import("../../release/log/history.js");
      const log = logOf(stack.id, join(source, "stacks", stack.id, "cdk.tf.json"));
      return takenBackIn(stack.id, await inTime(() => history(log, stack.id, 50)), build, release);
    });
  } catch (error) {
    const [why = ""] = (error as Error).message.split("\n");
    return { passed: true, seen: `taken back: not looked at, the log of ${stack.id} cannot be read here: ${why}` };
  }
}
