import type { Names } from "../modules/names";
import type { Platform } from "../settings/schema";

/** What every part of a stack is made with. Each cloud adds what it has once in a stack: a key, a retention, a provider. */
export interface StackContext {
  /** The value of the tag `System`. Names are made from `names.name`. */
  readonly system: string;
  readonly environment: string;
  readonly platform: Platform;
  readonly names: Names;
}
