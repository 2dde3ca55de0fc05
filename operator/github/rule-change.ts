/** What is to become of one thing on GitHub. */
export interface RuleChange {
  /** What differs, a line each; nothing where it is as it should be. */
  readonly lines: readonly string[];
  /** What keeps it from being set. */
  readonly mistakes: readonly string[];
  readonly apply: () => Promise<void>;
}
