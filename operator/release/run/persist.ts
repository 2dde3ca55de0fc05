import { UserError } from "../../process/user-error";
import { LostRelease } from "../log/lost";
import { AlreadyThere } from "../port/log-store";
import { LostCredentials } from "../port/lost-credentials";
import { ApplyError } from "../port/state";
import { pollSeconds, type ReleaseContext, retrySeconds } from "./context";
import { GoBack, messageOf, NoCredentials } from "./ends";

export interface Persistence {
  /** Whether Ctrl-C ends it: not on the way back, which must come to its end. @default false */
  readonly stops?: boolean;
  /** Called before each try but the first, e.g. to see whether the release is still ours. */
  readonly before?: () => Promise<void>;
}

/**
 * Does something until it succeeds: a lock that is held, a stale plan, a service that does not answer and a weight that differs are tried
 * for 120 seconds, missing credentials for 120 seconds from when they failed first.
 *
 * @throws {NoCredentials} when no new credentials came
 * @throws {GoBack} when it was stopped, or a plan would change more than the release
 */
export async function persist<T>(
  context: ReleaseContext,
  what: string,
  act: (secondsLeft: number) => Promise<T>,
  { stops = false, before }: Persistence = {},
): Promise<T> {
  const { clock, interrupt } = context;
  const began = clock.now();
  let failing: number | undefined;
  for (let first = true; ; first = false) {
    try {
      if (!first) await before?.();
      return await act(retrySeconds - (clock.now() - began) / 1000);
    } catch (error) {
      if (isFinal(error)) throw error;
      if (stops && interrupt.aborted) throw new GoBack("person", ["stopped by Ctrl-C or a signal"]);
      const isCredentials = error instanceof LostCredentials || kindOf(error) === "credentials";
      const message = `cannot ${what}: ${messageOf(error)}`;
      if (isCredentials && failing === undefined) {
        failing = clock.now();
        context.say(`${message}: waiting ${retrySeconds} s for new credentials`);
      }
      if (!isCredentials && first) context.say(`${message}: tried again for ${retrySeconds} s`);
      const since = isCredentials ? (failing as number) : began;
      if (!isCredentials) failing = undefined;
      if (clock.now() - since >= retrySeconds * 1000)
        throw isCredentials ? new NoCredentials(message) : new Error(message);
      await clock.sleep(pollSeconds * 1000, stops ? interrupt : undefined);
    }
  }
}

/** What no second try changes. */
function isFinal(error: unknown): boolean {
  const ends = [LostRelease, GoBack, NoCredentials, AlreadyThere].some((type) => error instanceof type);
  const kind = kindOf(error);
  if (kind) return kind === "beyond the release" || kind === "refused";
  // A log that cannot be read, for example.
  return ends || error instanceof UserError;
}

const kindOf = (error: unknown): ApplyError["kind"] | undefined =>
  error instanceof ApplyError ? error.kind : undefined;
