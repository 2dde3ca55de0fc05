import type { Segment } from "../path";

/** Where a value is set: its key, or for an item of a list the item itself. A value starts on its key's line. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The path as written in the file, e.g. `["aws", "database", "size"]`. */
  readonly path: readonly Segment[];
}

export type Scalar = string | number | boolean | null;

export interface ObjectNode {
  readonly kind: "object";
  readonly place: Place;
  readonly entries: ReadonlyMap<string, Node>;
}

/** What the reader made of one value, with the place of every key in it. */
export type Node =
  | ObjectNode
  | { readonly kind: "list"; readonly place: Place; readonly items: readonly Node[] }
  | { readonly kind: "scalar"; readonly place: Place; readonly value: Scalar }
  /** A value that the reader refused and reported; the checks do not report it again. */
  | { readonly kind: "refused"; readonly place: Place };

/**
 * The plain value. A key set to `null` counts as not set (as in Terraform), so that a later layer can
 * take a value away; a `null` in a list stays, for the schema to refuse, and one at a path where it means something.
 */
export function plainValue(
  node: Node,
  keepsNull: (path: readonly Segment[]) => boolean = () => false,
  path: readonly Segment[] = [],
): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map((item, index) => plainValue(item, keepsNull, [...path, index]));
    case "object": {
      const value: Record<string, unknown> = {};
      for (const [key, child] of node.entries) {
        if (child.kind !== "refused" && (!isNull(child) || keepsNull([...path, key]))) {
          value[key] = plainValue(child, keepsNull, [...path, key]);
        }
      }
      return value;
    }
    case "refused":
      return undefined;
  }
}

export function isNull(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}
