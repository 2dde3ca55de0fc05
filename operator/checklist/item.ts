/** When a list is gone through. */
export type When = "before" | "production" | "during" | "after";

/** What the command can look at itself. */
export type LookName =
  | "tests"
  | "synthesis"
  | "plan"
  | "secrets"
  | "wayBack"
  | "dashboards"
  | "alarms"
  | "onCall"
  | "test"
  | "staging"
  | "rehearsed"
  | "released"
  | "figures"
  | "recorded"
  | "runbooks";

/** `x`: it is so; `!`: it is not so; a space: it cannot be seen from here. */
export interface Seen {
  readonly mark: "x" | "!" | " ";
  /** What was found, or why nothing could be. */
  readonly evidence: string;
}

/** One line of a list. */
export interface Item {
  readonly when: When;
  readonly text: string;
  /** How a person sees that it is so; `<stack>` is the stack's id. */
  readonly how: string;
  /** Only on the way to production. @default false */
  readonly production?: boolean;
  /** @default - only a person can see it */
  readonly look?: LookName;
}

/** A line as it was found. */
export type Checked = Item & Seen;

export const yes = (evidence: string): Seen => ({ mark: "x", evidence });
export const no = (evidence: string): Seen => ({ mark: "!", evidence });
export const unseen = (evidence: string): Seen => ({ mark: " ", evidence });
