import type { Progress } from "../progress/progress";
import type { TerraformEvent } from "./terraform";

/** Follows the resources of one apply or destroy, and reports their progress. */
export class ResourceEvents {
  /** Addresses of resources that are finished, each with what was done to it last. */
  readonly done = new Map<string, string>();
  /** Addresses of resources that were begun and are not finished, or failed. */
  readonly unfinished = new Set<string>();

  constructor(
    private readonly stack: string,
    private readonly progress: Progress,
  ) {}

  /** Takes one line of Terraform's output. */
  readonly take = (event: TerraformEvent): void => {
    const { stack, progress } = this;
    // Terraform has the reasons when its run ends: another stack may work on for long before the results are printed.
    if (event.diagnostic) {
      progress.report({ stack, type: "diagnostic", diagnostic: event.diagnostic });
    }
    if (!event.hook || event.hook.action === "read") return;
    const { resource, action = "", elapsed_seconds: seconds = 0, id_value: resourceId } = event.hook;
    const what = { stack, address: resource.addr, action };
    if (event.type === "apply_start") {
      this.unfinished.add(resource.addr);
      this.done.delete(resource.addr);
      progress.report({ ...what, type: "resource_start" });
    } else if (event.type === "apply_complete") {
      this.unfinished.delete(resource.addr);
      this.done.set(resource.addr, action);
      progress.report({ ...what, type: "resource_done", seconds, resourceId });
    } else if (event.type === "apply_errored") {
      progress.report({ ...what, type: "resource_failed", seconds });
    }
  };
}

/** Reports what a plan reads: what is deployed, and data sources. */
export function reportRead(stack: string, { type, hook }: TerraformEvent, progress: Progress): void {
  const address = hook?.resource.addr ?? "";
  if (type === "refresh_start" || type === "apply_start") progress.report({ stack, type: "read_start", address });
  if (/^(refresh_complete|apply_complete|apply_errored)$/.test(type)) {
    progress.report({ stack, type: "read_done", address });
  }
}
