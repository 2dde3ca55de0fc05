import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What the `action.yml` of a pinned version declares; `source` is that file. Read on 2026-11-30. */
export interface Declaration {
  readonly source: string;
  readonly inputs: readonly string[];
  /** Inputs without a default that a call must give. */
  readonly required: readonly string[];
  /** Inputs with a `deprecationMessage`. */
  readonly deprecated: readonly string[];
  readonly outputs: readonly string[];
}

type Row = { readonly source: string } & Readonly<
  Record<"inputs" | "required" | "deprecated" | "outputs", string | undefined>
>;

const words = (text = "") => text.split(" ").filter(Boolean);

/**
 * The actions that the shipped workflows use, by `<action>@<commit>`: `action-inputs.json`. Who raises a version reads the file of the new commit,
 * and writes its row.
 */
export const declarations: ReadonlyMap<string, Declaration> = new Map(
  Object.entries(JSON.parse(readFileSync(join(__dirname, "action-inputs.json"), "utf8")) as Record<string, Row>).map(
    ([uses, { source, inputs, required, deprecated, outputs }]) => [
      uses,
      {
        source,
        inputs: words(inputs),
        required: words(required),
        deprecated: words(deprecated),
        outputs: words(outputs),
      },
    ],
  ),
);

/** The inputs of an action, by its name without a commit. */
export function inputsOfAction(name: string): readonly string[] {
  const found = [...declarations].find(([uses]) => uses.startsWith(`${name}@`));
  if (!found) throw new Error(`${name}: expected a row in action-inputs.json, found none`);
  return found[1].inputs;
}
