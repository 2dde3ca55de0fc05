import { z } from "zod";
import { UserError } from "../process/user-error";
import type { Summary } from "../release/log/entries";
import { readDocument } from "./read-document";

const schema = z.object({
  version: z.literal(1),
  type: z.literal("multicloud-stacks/release"),
  stack: z.string().min(1),
  system: z.string().min(1),
  platform: z.string().min(1),
  environment: z.string().min(1),
  /** The id of the release in the log of its stack. */
  release: z.string().min(1),
  /** The image with its digest, or the commit of the functions' code. */
  build: z.string().min(1),
  /** The tag that was released, where the run was of one. */
  tag: z.string().optional(),
  /** A job that saw afterwards that users have this build, and that it is well: when, of which commit, and of which tag. */
  confirmed: z.object({ at: z.iso.datetime(), commit: z.string().optional(), tag: z.string().optional() }).optional(),
  started: z.iso.datetime(),
  ended: z.iso.datetime(),
  strategy: z.string(),
  who: z.string(),
  approved: z.object({ run: z.string(), approver: z.string(), environment: z.string() }).optional(),
  /** The run that wrote this. */
  run: z.string().optional(),
  /** The last sample of each step, as the log has it. */
  figures: z.array(z.unknown()),
  /** Requirements that the release went without, each with its reason. */
  waived: z.record(z.string(), z.string()),
  despite: z.array(z.string()),
});

/** What a completed release says to the environment after it. It is a file that the job signs, and that the next job verifies first. */
export type Evidence = z.infer<typeof schema>;

export type EvidenceOf = Pick<Evidence, "stack" | "system" | "platform" | "environment" | "tag" | "run"> & {
  /** The release that a job saw users have, by its id. @default - none did: nothing is confirmed */
  readonly seen?: Required<Pick<Evidence, "release">> & NonNullable<Evidence["confirmed"]>;
};

/**
 * The evidence of the last completed release.
 * @param releases of the stack, newest first
 * @throws {UserError} where there is none, where that build was taken back, and where the job saw another release
 */
export function evidenceOf(of: EvidenceOf, releases: readonly Summary[]): Evidence {
  const last = releases.find(({ status }) => status === "completed");
  if (!last) throw new UserError(`${of.stack}: expected a completed release, found none`);
  if (last.kind === "rollback") {
    const why = last.reason ? ` (${last.reason})` : "";
    throw new UserError(
      `${of.stack}: rollback ${last.id} took ${last.fromBuild} back${why}: there is nothing that may go on`,
    );
  }
  const { id, build, started, ended, strategy, who, approved, figures, waived, despite } = last;
  const { run, seen, ...rest } = of;
  const tag = last.tag ?? of.tag;
  if (seen && Number(seen.release) !== Number(id))
    throw new UserError(`${of.stack}: expected release ${seen.release}, which this job saw, found ${id} after it`);
  return schema.parse({
    ...{ version: 1, type: "multicloud-stacks/release", ...rest, release: id, build, ...(tag && { tag }) },
    ...{ started, ended: ended ?? started, strategy, who, ...(approved && { approved }), ...(run && { run }) },
    ...(seen && { confirmed: confirmedBy(seen) }),
    ...{ figures, waived, despite },
  });
}

const confirmedBy = ({ at, commit, tag }: NonNullable<Evidence["confirmed"]>): Evidence["confirmed"] => ({
  at,
  ...(commit && { commit }),
  ...(tag && { tag }),
});

/** The tag that a build was released as, or confirmed as: the same build can be a candidate of a later version too. */
export const candidateOf = ({ tag, confirmed }: Evidence): string | undefined => confirmed?.tag ?? tag;

/** Reads evidence. @throws {UserError} for a file that is something else */
export function readEvidence(file: string): Evidence {
  const wrong = (found: string) =>
    new UserError(`--evidence: ${file}: expected what \`npm run pipeline -- evidence\` writes, found ${found}`);
  return readDocument(file, schema, wrong);
}
