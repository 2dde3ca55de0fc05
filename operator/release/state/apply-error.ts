import { explain } from "../../errors/explain";
import { InterruptedError } from "../../process/user-error";
import { errorMatches } from "../../terraform/diagnostics";
import type { Workspace } from "../../terraform/workspace";
import { ApplyError } from "../port/state";

/** What stopped an apply or a read of the state, as the engine decides by it, and in words that say what to do. */
export async function asApplyError(error: unknown, workspace: Workspace): Promise<ApplyError> {
  if (error instanceof ApplyError) return error;
  const { message } = (await explain(error, workspace)) as Error;
  if (error instanceof InterruptedError) return new ApplyError("interrupted", message);
  const kinds: [ApplyError["kind"], RegExp][] = [
    ["locked", /acquiring the state lock|state is already locked|workspace .* (is )?locked/i],
    ["stale", /[Ss]aved plan is stale/],
    ["refused", /Invalid value for variable|Resource (pre|post)condition failed/],
    [
      "credentials",
      /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|No valid credential sources|NoCredentialProviders|token .* expired/,
    ],
  ];
  const kind = kinds.find(([, pattern]) => errorMatches(error, pattern) || pattern.test(message))?.[0];
  return new ApplyError(kind ?? "other", message);
}

/** Reads something of a stack's state: a read that fails is tried again as an apply is. @throws {ApplyError} */
export async function readState<T>(workspace: Workspace, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw await asApplyError(error, workspace);
  }
}

/** A plan that holds what no release changes. */
export function beyondRelease(more: readonly string[]): ApplyError {
  return new ApplyError(
    "beyond the release",
    `the plan holds changes that no release makes; nothing was applied. Take them out of this checkout, or use one without them:\n  ${more.join("\n  ")}`,
  );
}
