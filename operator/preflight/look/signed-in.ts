import { type Answer, type Finding, isNoAnswer, look, missing, type Subject, unknown, whyNot } from "./finding";

/** Looks with a connection to a cloud. */
export interface SignedIn<Call> {
  /** Whether there is a connection, and to whom. Without credentials they are what is missing. */
  identity(subject: Subject, ask: (call: Call) => Promise<Answer>): Promise<Finding>;
  /** Looks at anything else. */
  look(subject: Subject, ask: (call: Call) => Promise<Answer>): Promise<Finding>;
}

/** Connects once. Where that fails the identity says why, and nothing else is looked at. @param login the command that signs in */
export function signedIn<Call>(connect: () => Promise<Call>, login: string): SignedIn<Call> {
  const connecting = connect().then(
    (call) => ({ call }),
    (error: unknown) => ({ error }),
  );
  const lookOr = (refused: (error: unknown) => Answer) => (subject: Subject, ask: (call: Call) => Promise<Answer>) =>
    look(subject, async () => {
      const made = await connecting;
      return "error" in made ? refused(made.error) : ask(made.call);
    });
  return {
    identity: lookOr((error) => (isNoAnswer(error) ? unknown(whyNot(error)) : missing(whyNot(error), login))),
    look: lookOr(() => unknown("not looked at: there is no sign-in, see identity")),
  };
}
