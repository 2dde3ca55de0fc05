import { lockFileOf } from "../../../operator/process/folders";
import { readHolder } from "../../../operator/process/lock-holder";
import { type Entry, entrySchema } from "../../../operator/release/log/entries";
import type { Running } from "../support/project-copy";
import type { Call, Refusal } from "./proxy";
import { stack } from "./stack-files";
import type { Stage } from "./stage";

/** A moment of a release, and who ends then. */
export interface Point {
  readonly name: string;
  /** The call at which it is. */
  readonly at: (call: Call) => boolean;
  /** Whether the emulator has done what was asked. */
  readonly when: "before" | "after";
  readonly kills: readonly ("operator" | "terraform")[];
}

/** The entry of the log that a call puts. */
export function entryOf({ operation, body }: Call): Entry | undefined {
  return /^PUT .*\/releases\//.test(operation) ? (entrySchema.parse(JSON.parse(body)) as Entry) : undefined;
}

/** Ends processes with SIGKILL at a point of a running command. @returns resolves when that was done */
export function killAt(stage: Stage, running: Running, { at, when, kills }: Point): Promise<void> {
  return new Promise((resolve) => {
    const end = (): Refusal => {
      stage.leaveCallsAlone();
      // First Terraform's group: who kills the machine kills both at once.
      if (kills.includes("terraform")) killTerraform(stage);
      if (kills.includes("operator")) running.child.kill("SIGKILL");
      resolve();
      return "no answer";
    };
    stage.proxy.before = async (call) => {
      await stage.beforeEach(call);
      return when === "before" && at(call) ? end() : undefined;
    };
    stage.proxy.after = async (call, status) => {
      await stage.afterEach(call, status);
      return when === "after" && at(call) ? end() : undefined;
    };
  });
}

function killTerraform({ copy }: Stage): void {
  const pid = readHolder(lockFileOf(stack, copy.local))?.terraform?.pid;
  if (pid === undefined) throw new Error("expected a Terraform that runs, found none");
  process.kill(-pid, "SIGKILL");
}
