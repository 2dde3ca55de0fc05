import { UserError } from "../../process/user-error";
import type { Entry, EntryOf, Operator } from "./entries";

/** Another process goes on with this release: this one must change nothing more. */
export class LostRelease extends UserError {
  override readonly name = "LostRelease";
}

/** The requests among entries of others. @throws {LostRelease} if there is anything else */
export function requestsIn(id: string, entries: readonly Entry[], by: Operator): EntryOf<"request">[] {
  return entries
    .filter((entry) => entry.by.token !== by.token)
    .map((entry) => {
      if (entry.type === "request") return entry;
      const { who, host } = entry.by;
      throw new LostRelease(
        `Release ${id} is run by ${who} on ${host} since ${entry.at}: this process changes nothing more. See it with --status.`,
      );
    });
}
