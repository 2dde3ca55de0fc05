import type { Diagnostic } from "./diagnostic";

/** What is being done with a stack. */
export type Step = "init" | "plan" | "apply" | "destroy" | "move state" | "roll out" | "validate";

/** Something that happened to a stack. Times are in seconds. */
export type ProgressEvent = { readonly stack: string } & (
  | { readonly type: "step"; readonly step: Step; readonly total?: number }
  | { readonly type: "resource_start"; readonly address: string; readonly action: string }
  /** A plan begins or has ended to read a resource as it is in the cloud. */
  | { readonly type: "read_start" | "read_done"; readonly address: string }
  | {
      readonly type: "resource_done" | "resource_failed";
      readonly address: string;
      readonly action: string;
      readonly seconds: number;
      readonly resourceId?: string;
    }
  | { readonly type: "diagnostic"; readonly diagnostic: Diagnostic }
  | { readonly type: "note"; readonly text: string }
  | { readonly type: "end"; readonly status: string; readonly seconds: number }
);

/** Shows progress while stacks are worked on. Results are printed elsewhere. */
export interface Progress {
  report(event: ProgressEvent): void;
  /** Pauses the display while `show` prints or waits for an answer. Calls run one after the other. */
  quietly<T>(show: () => Promise<T>): Promise<T>;
  /** Ends the display and clears what it drew. */
  close(): void;
}

/** Shows nothing. */
export const silent: Progress = { report() {}, quietly: (show) => show(), close() {} };
