import { readDriftRecord } from "../../drift/record";
import type { StackView } from "../../preflight/look/stack-view";
import { count, due, none, ok, type Seen, type StatusFinding, timeText } from "../finding";
import type { BucketPlace } from "./state-place";

/** A record of last night is at most this old, in hours: one a day, and two hours for a late job. */
const freshHours = 26;

/** What the last look for drift has found of each stack, and whether there was one last night. */
export async function driftFindings(
  place: BucketPlace,
  stacks: readonly StackView[],
  at = new Date(),
): Promise<StatusFinding[]> {
  const found = stacks.map(({ id }) =>
    place.ask({ topic: "drift", stacks: [id] }, async () => {
      const record = await readDriftRecord({ s3: await place.client(), bucket: place.bucket, owner: place.owner }, id);
      if (record) return seen(id, record, at);
      return place.emulated
        ? none("no record")
        : due("no record: nothing looks for drift each night", recordCommand(id));
    }),
  );
  return (await Promise.all(found)).flat();
}

const recordCommand = (id: string) => `npm run drift -- ${id} --record`;

type DriftRecord = NonNullable<Awaited<ReturnType<typeof readDriftRecord>>>;

function seen(id: string, { at: looked, status, found, summary }: DriftRecord, at: Date): Seen {
  const more = { since: looked };
  const when = `looked ${timeText(new Date(looked))}`;
  const [first = ""] = summary;
  const rest = summary.length > 1 ? ` and ${summary.length - 1} more` : "";
  if (status === "drift")
    return due(
      `${count(found, "resource differs", "resources differ")} (${when}): ${first}${rest}`,
      `npm run drift -- ${id}`,
      more,
    );
  if (status === "failed") return due(`it could not be compared (${when}): ${first}`, recordCommand(id), more);
  if (at.getTime() - Date.parse(looked) > freshHours * 3_600_000)
    return due(`none, but the record is older than ${freshHours} hours (${when})`, recordCommand(id), more);
  return ok(`none (${when})`, more);
}
