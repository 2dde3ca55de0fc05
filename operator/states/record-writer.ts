import type { S3Place } from "../aws/state-bucket";
import { approvalOf } from "../process/approved";
import { InterruptedError } from "../process/user-error";
import type { Progress } from "../progress/progress";
import { errorMatches } from "../terraform/diagnostics";
import type { StateOwner } from "./open";

/** How long a request may take, in milliseconds: a deploy does not wait for a record of it. */
const patienceMs = 5000;

/** What Terraform says when it has saved nothing, but another run may have. */
const notOurs = /acquiring the state lock|Saved plan is stale/;

/**
 * Runs an apply, and tags the version of the state that it saves with who did so, at which commit, with which command: S3 keeps no name of
 * its own with a version. Without the right to do so the apply is as good, and a note says so. In HCP Terraform the service records it.
 */
export async function recordingWriter<T>(
  { id: stack, config }: Pick<StateOwner, "id" | "config">,
  command: string,
  progress: Pick<Progress, "report">,
  apply: () => Promise<T>,
): Promise<T> {
  if (config.backend.type !== "s3") return apply();
  // Loaded late: they load the AWS SDK.
  const { StateTags } = await import("./state-tags.js");
  const { stateClient } = await import("./state-client.js");
  const place = config.backend.settings as unknown as S3Place;
  const s3 = stateClient(place);
  const tags = new StateTags(place, s3, patienceMs);
  try {
    // Where there is no bucket yet, or the object may not be read, what is saved has no version before it.
    const before = await tags.newest().catch(() => undefined);
    let isOurs = true;
    try {
      return await apply();
    } catch (error) {
      isOurs = !(error instanceof InterruptedError) && !errorMatches(error, notOurs);
      throw error;
    } finally {
      if (isOurs)
        await tags
          .record(command, before, approvalOf(stack))
          .catch((error: Error) => progress.report({ stack, type: "note", text: unrecorded(error) }));
    }
  } finally {
    s3.destroy();
  }
}

function unrecorded({ name, message }: Error): string {
  const right = name === "AccessDenied" ? " (it needs the right s3:PutObjectVersionTagging)" : "";
  return `who saved the state is not recorded: ${message}${right}`;
}
