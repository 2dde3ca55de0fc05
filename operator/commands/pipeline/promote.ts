import type { StackReference } from "../../../settings/project/stacks";
import { isWatched } from "../../../settings/schema/pipeline";
import { branchesWith } from "../../github/branches";
import { type GitHub, gitHub } from "../../github/client";
import { waitTimerOf } from "../../github/environments";
import { type Run, thisRun } from "../../github/run";
import { commitOfTag } from "../../github/tags";
import { writeOutputs, writeSummary } from "../../github/workflow-files";
import { print, printError } from "../../operations/command-output";
import { projectPlace } from "../../operations/project";
import { gitHubEnvironments } from "../../operations/stack-flags";
import { coverageSeen, type Seen } from "../../pipeline/coverage";
import { candidateOf, type Evidence, evidenceOf, readEvidence } from "../../pipeline/evidence";
import type { Pipeline } from "../../pipeline/pipeline-of";
import { promotionSeen } from "../../pipeline/promotion";
import { taggedBranches, taggedBranchSeen } from "../../pipeline/tagged-branch";
import { takenBackIn } from "../../pipeline/taken-back";
import { code } from "../../plan/markdown/escape";
import { commitOf } from "../../process/checkout";
import { writeJson } from "../../process/json";
import { functionSources, haveSameFunctions } from "../../process/same-functions";
import { tagOf } from "../../process/tag-of";
import { UserError } from "../../process/user-error";
import type { Summary } from "../../release/log/entries";
import { codeOf } from "../../release/world/settings";
import { inTime } from "../../status/finding";
import { sameIn } from "../with-release";
import { healthOf } from "./health";
import { releasesOf } from "./releases-of";
import { stepTo } from "./step-to";

interface PromoteOptions {
  readonly settings: readonly string[];
  readonly json?: boolean;
  readonly image?: string;
  readonly tag?: string;
  readonly coverage?: string;
  readonly evidence?: string;
  readonly logged?: boolean;
  /** Where what may go on leaves the evidence that was used. @default - nowhere */
  readonly out?: string;
  /** A test's. No option of the command line sets it. @default - now */
  readonly now?: Date;
  /** The same: the releases of a stack, newest first. @default - those of the log in the bucket of its state */
  readonly releases?: typeof releasesOf;
}

/** The platforms that release an image; the others release the functions of a commit. */
const images: readonly string[] = ["aws", "gcp", "azure", "kubernetes"];

/**
 * Refuses what may not go on to the environment of a stack, by the pipeline of its system. What may goes on as the output `image`: the digest
 * that the environment before released; empty for functions. Exit code 0: it may; 1: refused, or an error.
 */
export async function promote(pattern: string, options: PromoteOptions): Promise<void> {
  const { stack, system, pipeline, step, before } = await stepTo(pattern);
  const { id, platform, environment } = stack;
  const run = thisRun();
  const api = await gitHub();
  if (options.logged && options.evidence !== undefined)
    throw new UserError("expected --evidence or --logged, found both");
  const watched = isWatched(pipeline.name, step);
  const hasEvidence = options.logged || options.evidence !== undefined;
  const earlier = hasEvidence || watched ? await sameIn(stack, before.environment) : undefined;
  const log = earlier && hasEvidence ? await lookAt(earlier, options) : undefined;
  const given = options.evidence === undefined ? undefined : readEvidence(options.evidence);
  const evidence = given ?? (options.logged && earlier && log ? loggedIn(earlier, log) : undefined);
  const tag = options.tag ?? tagOf();
  const tags = [...new Set([tag, evidence && candidateOf(evidence)])].flatMap((one) => one ?? []);
  const found = await Promise.all(
    tags.map(async (name) => [name, await commitOfTag(api, run.repository, name)] as const),
  );
  const commits = new Map(found);
  const names = (await gitHubEnvironments([id], options.settings)).get(id) ?? [environment];
  const isImage = images.includes(platform);
  const folder = isImage ? undefined : codeOf(stack, projectPlace(), options.settings);
  const seen: Seen[] = [
    ...promotionSeen({
      stack: { id, system, platform },
      ...{ pipeline, step, before, isImage, image: options.image, evidence, tag },
      ...{ ref: run.ref, commit: run.commit, checkout: commitOf(), commitOf: (name) => commits.get(name) },
      sources: folder === undefined ? [] : functionSources(folder),
      isSame: (one, other) => haveSameFunctions(one, other, folder),
      waitMinutes: await waitTimerOf(api, run.repository, names[0] ?? environment),
      now: options.now ?? new Date(),
    }),
    ...("tags" in step.on && tag !== undefined ? [await onBranch(api, run, pipeline, tag)] : []),
    coverageSeen(options.coverage),
    ...(earlier && evidence && log ? [takenBack(earlier, evidence, log)] : []),
    ...(earlier && watched ? [await healthOf(api, run.repository, earlier)] : []),
  ];
  const passed = seen.every((one) => one.passed);
  const image = isImage ? (evidence?.build ?? "") : "";
  if (passed) writeOutputs({ image });
  if (passed && options.out !== undefined) writeJson(options.out, evidence);
  writeSummary(summaryOf(id, seen, passed));
  const show = passed ? print : printError;
  if (options.json) print(JSON.stringify({ type: "result", stack: id, passed, image, seen }));
  else for (const one of seen) show(`${one.passed ? "ok     " : "refused"} ${one.seen}`);
  if (!passed) printError(`${id}: refused`);
  process.exitCode = passed ? 0 : 1;
}

/** Whether the commit of a tag is on a branch of the pipeline. */
async function onBranch(api: GitHub, { repository, commit }: Run, pipeline: Pipeline, tag: string): Promise<Seen> {
  const branches = taggedBranches(pipeline);
  return taggedBranchSeen(tag, branches, await branchesWith(api, repository, commit, branches));
}

const summaryOf = (id: string, seen: readonly Seen[], passed: boolean): string =>
  [
    `## ${id}: ${passed ? "may go on" : "refused"}`,
    seen.map((one) => `- ${one.passed ? "" : "**refused** "}${code(one.seen)}`).join("\n"),
  ].join("\n\n");

/** What the log of a stack says; why it cannot be read, which is often so: it is in another account. */
type Log = { readonly releases: readonly Summary[] } | { readonly unread: string };

/** How long the log is waited for, with the time in which the stack is built. */
const longestLookMs = 60_000;

async function lookAt(stack: StackReference, { settings, releases = releasesOf }: PromoteOptions): Promise<Log> {
  try {
    return { releases: await inTime(() => releases(stack, settings), longestLookMs) };
  } catch (error) {
    const [unread = ""] = (error as Error).message.split("\n");
    return { unread };
  }
}

/** The evidence that the log itself is. @throws {UserError} where it cannot be read, or has no release that may go on */
function loggedIn({ id, system = "", platform, environment }: StackReference, log: Log): Evidence {
  if ("unread" in log) throw new UserError(`${id}: --logged: its log cannot be read here: ${log.unread}`);
  return evidenceOf({ stack: id, system, platform, environment }, log.releases);
}

/** What the log says since the evidence was written. A job that has a role must see it; one without goes on without. */
function takenBack({ id }: StackReference, evidence: Evidence, log: Log): Seen {
  if ("releases" in log) return takenBackIn(id, log.releases, evidence);
  const signedIn = Boolean(process.env["AWS_ACCESS_KEY_ID"]);
  const how = signedIn ? "with the role that this job has" : "here";
  return {
    passed: !signedIn,
    seen: `taken back: not looked at, the log of ${id} cannot be read ${how}: ${log.unread}${signedIn ? ". Run the job again" : ""}`,
  };
}
