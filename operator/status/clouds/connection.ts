import { isNoAnswer, whyNot } from "../../preflight/look/finding";
import type { StackView } from "../../preflight/look/stack-view";
import { type About, inTime, looked, type Seen, type StatusFinding, signInMs, unknown } from "../finding";

/** Looks at deployed stacks of a cloud. Never throws. */
export type CloudLook = (deployed: readonly StackView[], at: Date) => Promise<StatusFinding[]>;

/** Looks with a connection to a cloud. Where there is none each look says why. */
export type AskCloud<Call> = (
  about: About,
  ask: (call: Call) => Promise<Seen | readonly Seen[]>,
) => Promise<StatusFinding[]>;

/** Connects once. @param login the command that signs in */
export function connection<Call>(connect: () => Promise<Call>, login: string): AskCloud<Call> {
  const connecting = inTime(connect, signInMs).then(
    (call) => ({ call }),
    (error: unknown) => ({ closed: unknown(`no sign-in: ${whyNot(error)}`, isNoAnswer(error) ? undefined : login) }),
  );
  return async (about, ask) => {
    const made = await connecting;
    return "closed" in made ? looked(about, async () => made.closed) : looked(about, () => ask(made.call));
  };
}
