import type { Place } from "../../hcl/node";
import type { StackView } from "./view";

/** Something that only one stack may have. */
export interface Claim {
  /** Equal for stacks that claim the same thing. */
  readonly key: string;
  readonly place: Place;
  /** What it is, such as `the domain shop.example.com`. */
  readonly what: string;
  /** What to do. */
  readonly expected: string;
  /** Another stack that may share it. @default - none */
  readonly sharedWith?: (other: StackView) => boolean;
}
