import type { Construct } from "constructs";
import type { Names } from "../modules/names";
import type { Runbooks } from "../modules/runbooks";
import type { Platform } from "../settings/schema";
import type { SharedSettings } from "../settings/schema/shared";

/** What every part of a stack is made with. Each cloud adds what it has once in a stack: a key, a retention, a provider. */
export interface StackContext {
  /** The value of the tag `System`. Names are made from `names.name`. */
  readonly system: string;
  readonly environment: string;
  readonly platform: Platform;
  readonly names: Names;
}

/** Where the pages of a stack's alarms are. */
export function runbooks(stack: Construct, { runbook_url: url }: Pick<SharedSettings, "runbook_url">): Runbooks {
  return { stack: stack.node.id, ...(url && { url }) };
}
