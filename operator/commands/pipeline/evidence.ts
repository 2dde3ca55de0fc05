import { runUrl } from "../../github/run";
import { print } from "../../operations/command-output";
import { evidenceOf } from "../../pipeline/evidence";
import { commitOf } from "../../process/checkout";
import { writeJson } from "../../process/json";
import { tagOf } from "../../process/tag-of";
import { UserError } from "../../process/user-error";
import { oneStack } from "../with-release";
import { releasesOf } from "./releases-of";

interface EvidenceOptions {
  readonly out: string;
  readonly settings: readonly string[];
  readonly json?: boolean;
  readonly tag?: string;
  /** The release that the job saw users have. */
  readonly release?: string;
  /** A test's. No option of the command line sets it. @default - now */
  readonly now?: Date;
}

/** Writes what the last completed release of a stack says to the environment after it, for signing. */
export async function evidence(pattern: string, options: EvidenceOptions): Promise<void> {
  const stack = await oneStack(pattern);
  const { id, system, platform, environment } = stack;
  if (system === undefined) throw new UserError(`${id}: expected the stack of a system, found one of an environment`);
  const releases = await releasesOf(stack, options.settings);
  const [tag, run] = [options.tag ?? tagOf(), runUrl()];
  const at = (options.now ?? new Date()).toISOString();
  const [release, commit] = [options.release, commitOf()];
  if (release === "")
    throw new UserError(`${id}: --release: expected the id of the release that this job saw, found none`);
  const seen = release ? { release, at, ...(commit && { commit }), ...(tag && { tag }) } : undefined;
  const optional = { ...(tag && { tag }), ...(run && { run }), ...(seen && { seen }) };
  const of = { stack: id, system, platform, environment, ...optional };
  const made = evidenceOf(of, releases);
  writeJson(options.out, made);
  print(
    options.json ? JSON.stringify(made) : `${id}: release ${made.release} of ${made.build}, written to ${options.out}`,
  );
}
