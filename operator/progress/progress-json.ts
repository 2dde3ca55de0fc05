import type { Progress, ProgressEvent } from "./progress";

/** Prints one line of JSON for each event, with its time (ISO 8601): for machines. */
export class JsonProgress implements Progress {
  constructor(private readonly write: (line: string) => void) {}

  report(event: ProgressEvent): void {
    this.write(JSON.stringify({ time: new Date().toISOString(), ...event }));
  }

  quietly<T>(show: () => Promise<T>): Promise<T> {
    return show();
  }

  close(): void {}
}
