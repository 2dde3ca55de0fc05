import { isNull, type Node, type ObjectNode, type Place } from "../../hcl/node";
import { nodeAt } from "../../layers/merge";
import type { StackReference } from "../stacks";

/** Settings of one stack that are compared with those of others; they are not checked yet. */
export interface StackView {
  readonly stack: StackReference;
  readonly root: ObjectNode;
  /** Where a key that no file sets would stand. */
  readonly own: Place;
  /** Digests of the files of its environment: equal where one is a copy of another. They are read when they are needed. */
  digests(): string;
}

/** The text at a path such as `load_balancer.domain`; nothing where it is not set, or is no text. */
export function textAt(view: StackView, path: string): string | undefined {
  const node = at(view, path);
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

/** The boolean at a path, or its default. */
export function flagAt(view: StackView, path: string, byDefault: boolean): boolean {
  const node = at(view, path);
  return node?.kind === "scalar" && typeof node.value === "boolean" ? node.value : byDefault;
}

/** What is set at a path; null counts as not set. */
export function at({ root }: StackView, path: string): Node | undefined {
  const node = nodeAt(root, path.split("."));
  return node && isNull(node) ? undefined : node;
}

/** Where the value at a path is set, or would be. */
export function placeOf(view: StackView, path: string): Place {
  return at(view, path)?.place ?? { ...view.own, path: path.split(".") };
}
