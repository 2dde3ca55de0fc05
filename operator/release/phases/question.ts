import type { Run } from "../run/run";

/** Seconds that a person has to answer. */
export const answerSeconds = 600;

/** A question to a person that is open while the release goes on to be watched. */
export class Question {
  /** What was answered so far; a question that cannot be put is a no. */
  answer?: boolean;
  private readonly withdrawn = new AbortController();
  private readonly until: number;

  constructor(
    private readonly run: Run,
    text: string,
  ) {
    const { ask, clock } = run.context;
    this.until = clock.now() + answerSeconds * 1000;
    const answered = (answer = false) => {
      this.answer = answer;
    };
    void ask?.(text, this.withdrawn.signal).then(answered, () => answered());
  }

  get isOver(): boolean {
    return this.run.context.clock.now() >= this.until;
  }

  /** Takes the question from the terminal: it is answered, or something else has decided. */
  withdraw(): void {
    this.withdrawn.abort();
  }
}
