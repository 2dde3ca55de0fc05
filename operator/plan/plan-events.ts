import type { Progress } from "../progress/progress";
import { reportRead } from "../terraform/resource-events";
import type { TerraformEvent } from "../terraform/terraform";
import type { StreamedChanges } from "./plan-changes";

/** Takes the lines of a plan: what it does, and what people see meanwhile. */
export function planEvents(stack: string, streamed: StreamedChanges, progress: Progress, onLockWait?: () => void) {
  return (event: TerraformEvent): void => {
    if (streamed.take(event)) return;
    if (event.type === "state_lock_acquire") onLockWait?.();
    else if (event.type === "waiting") progress.report({ stack, type: "note", text: event["@message"] });
    else if (event.hook) reportRead(stack, event, progress);
    else if (event.diagnostic?.severity === "warning") {
      progress.report({ stack, type: "diagnostic", diagnostic: event.diagnostic });
    }
  };
}
