import { join } from "node:path";
import type { StackReference } from "../../../settings/project/stacks";
import { writeOutputs } from "../../github/workflow-files";
import { projectPlace } from "../../operations/project";
import type { Selection } from "../../operations/selection";
import { readEvidence } from "../../pipeline/evidence";
import { UserError } from "../../process/user-error";
import type { ReleaseResult } from "../../release/run/end";
import type { After } from "../../release/run/request";
import type { RequestOptions } from "../../release/world/request";
import { type ConfirmBy, confirmedBy } from "../confirm-by";
import { endOf, oneStack, printed, type ReleaseOptions, type ReleaseWork, sameIn, withRelease } from "../with-release";
import { withStacks } from "../with-stacks";
import { givenScan } from "./given-scan";
import { otherBuildsOf } from "./other-builds";

type ReleaseCommandOptions = ReleaseOptions &
  ConfirmBy &
  RequestOptions & {
    readonly after?: string;
    readonly evidence?: string;
    readonly scan?: string;
    readonly status?: boolean;
    readonly abort?: boolean;
    readonly own?: boolean;
    readonly promote?: boolean;
    readonly resume?: boolean;
    readonly reason?: string;
  };

/** Releases a build to a stack, or looks at, ends, hastens or goes on with the release that runs. */
export async function release(pattern: string, options: ReleaseCommandOptions): Promise<void> {
  const { settings: settingsFiles } = options;
  const stack = await oneStack(pattern);
  const { id } = stack;
  const second = options.with === undefined ? undefined : await sameIn(stack, options.with);
  const evidence = options.after === undefined ? undefined : await sameIn(stack, options.after);
  if (options.evidence !== undefined && !evidence)
    throw new UserError("--evidence: expected --after <environment>, where it is from");
  // What a file says needs no log, which may be in another account.
  const given = evidence && options.evidence !== undefined ? givenOf(evidence, options.evidence) : undefined;
  const logged = evidence && !given ? [evidence.id] : [];
  const patterns = [id, ...(second ? [second.id] : []), ...logged];
  await withStacks({ patterns, settingsFiles }, (selection, reachable) =>
    printed(options, async (progress) => {
      const { status, abort, promote } = options;
      const changed = [id, ...(second ? [second.id] : [])];
      const decided = status || abort || promote ? options : await confirmedBy(options, changed, selection);
      const work = { id, operation: "release", selection, reachable, options: decided, progress };
      const asked = await askedOf(work, options);
      if (asked) return asked;
      const after = given ?? (evidence && (await afterOf(evidence, selection)));
      // One that is not deployed is refused before the first begins.
      if (second) await withRelease({ ...work, id: second.id, aside: true }, async () => undefined);
      const first = await begin(stack, work, options, after);
      const isDone = endOf(first).good;
      // For the evidence of the same job.
      if (isDone) writeOutputs({ release: first.summary.id });
      const others = isDone ? await otherBuildsOf(stack, first.summary.build, settingsFiles) : [];
      const lines = [...first.lines, ...others];
      if (!second || !isDone) return endOf({ ...first, lines });
      // Said now: the second one may be refused.
      for (const text of lines) progress.report({ stack: id, type: "note", text });
      const { with: _, ...same } = options;
      return endOf(await begin(second, { ...work, id: second.id }, same, after));
    }),
  );
}

/** `--status`, `--abort`, `--promote` and `--resume`. */
async function askedOf(
  work: ReleaseWork,
  { status, abort, own, promote, resume, reason, image }: ReleaseCommandOptions,
) {
  const chosen = [status, abort, promote, resume].filter(Boolean).length;
  if (chosen > 1)
    throw new UserError(`${work.id}: expected one of --status, --abort, --promote and --resume, found ${chosen}`);
  if (own && !abort) throw new UserError(`${work.id}: --own limits --abort: expected both, found --own alone`);
  const aside = { ...work, aside: true };
  if (status) {
    const engine = await import("../../release/engine/status.js");
    return withRelease(aside, async (context) => ({ ...(await engine.status(context)), good: true }));
  }
  if (abort || promote) {
    const engine = await import("../../release/engine/abort.js");
    const run = abort ? engine.abort : engine.promote;
    return withRelease(aside, async (context) => {
      const { lines, summary } = await run(context, reason, own);
      return { data: summary ?? {}, lines, good: summary?.manual === undefined };
    });
  }
  if (!resume) return undefined;
  const engine = await import("../../release/engine/resume.js");
  return withRelease(work, async (context) => {
    const result = await engine.resume(context, {
      goOn: true,
      ...(image && { build: image }),
      ...(reason && { reason }),
    });
    return result ? endOf(result) : { data: {}, lines: [`${work.id}: no release was left`], good: true };
  });
}

async function begin(
  stack: StackReference,
  work: ReleaseWork,
  options: ReleaseCommandOptions,
  after: After | undefined,
): Promise<ReleaseResult> {
  const { requestOf } = await import("../../release/world/request.js");
  const { releaseOf } = await import("../../release/world/settings.js");
  const engine = await import("../../release/engine/release.js");
  const platform = stack.platform === "aws" ? "ecs" : "lambda";
  const settings = releaseOf(stack, projectPlace(), options.settings);
  const request = requestOf(stack.id, platform, options, settings, after);
  const scan = options.scan === undefined ? {} : { scan: givenScan(options.scan, request.build) };
  return withRelease(work, (context) => engine.release(context, { ...request, ...scan }));
}

/** What verified evidence says of the release in the other environment. @throws {UserError} for that of another stack */
function givenOf({ id, environment }: StackReference, file: string): After {
  const { stack, release, build, ended, confirmed } = readEvidence(file);
  if (stack !== id) throw new UserError(`--evidence: ${file}: expected that of ${id}, found that of ${stack}`);
  return { environment, stack: id, store: { release, build, ended, confirmed } };
}

/** Where the other environment's releases are recorded: in a bucket of its own. */
async function afterOf({ id, environment }: StackReference, { source }: Selection): Promise<After> {
  const { logOf } = await import("../../release/world/log-of.js");
  return { environment, stack: id, store: logOf(id, join(source, "stacks", id, "cdk.tf.json")) };
}
