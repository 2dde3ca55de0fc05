import type { Resource } from "../preflight/look/stack-view";
import type { StackFacts } from "./stack-facts";

/** An alarm as the person on call needs it, the same for every cloud. */
export interface Alarm {
  /** Its heading on the page, to which the alarm's own text leads. */
  readonly anchor: string;
  /** Its name in the cloud. */
  readonly name: string;
  /** What is wrong, in one sentence. */
  readonly meaning: string;
  /** What to look at and what to do. */
  readonly remedy: string;
  /** When it is raised. */
  readonly condition: string;
  /** A query to try by hand. @default - it measures metrics that `condition` names */
  readonly query?: string;
  /** Undefined: it stops a deployment, and calls no person. */
  readonly severity?: "critical" | "warning";
  readonly recipients: readonly string[];
  /** What it measures, or what reports the figure. */
  readonly concerned: readonly Resource[];
}

/** The commands that show how a resource is. */
export type Look = (resource: Resource, facts: StackFacts) => string[];
