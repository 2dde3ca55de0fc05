import { due, now, type Seen, timeText } from "./finding";
import { firstSentence } from "./text-parts";

/** An alarm that is raised. */
interface Raised {
  readonly name: string;
  /** The cloud's own word for it. */
  readonly word: string;
  /** @default - not known */
  readonly since: Date | undefined;
  /** Its text, whose first sentence says what is wrong. */
  readonly text: string;
  /** Whether it calls people. */
  readonly critical: boolean;
  /** The command that shows it. */
  readonly command: string;
}

/** What the screen says of a raised alarm, the same for every cloud. @param more what else it says */
export function raisedSeen({ name, word, since, text, critical, command }: Raised, more: Partial<Seen> = {}): Seen {
  const means = firstSentence(text);
  const detail = `${word}${since ? ` since ${timeText(since)}` : ""}${means ? `: ${means}` : ""}`;
  return (critical ? now : due)(detail, command, {
    subject: name,
    ...(since && { since: since.toISOString() }),
    ...more,
  });
}
