import { isMap, isScalar, LineCounter, type Node, parseDocument, type YAMLMap } from "yaml";
import type { Note } from "./found";

/** One service of a compose file, with the line of each of its keys. */
export interface Service {
  readonly name: string;
  readonly line: number;
  readonly keys: Readonly<Record<string, unknown>>;
  /** Line of a key of the service. */
  lineOf(key: string): number;
}

export interface ComposeFile {
  readonly services: readonly Service[];
  readonly notTaken: readonly Note[];
}

/** Reads a compose file: anchors and merged keys are resolved, and each key has its line. */
export function readComposeFile(text: string, file: string): ComposeFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, logLevel: "silent" });
  const [error] = document.errors;
  if (error) {
    const line = lines.linePos(error.pos[0]).line;
    return { services: [], notTaken: [{ file, line, text: `it is no YAML: ${error.message.split("\n")[0]}` }] };
  }
  const root = document.contents;
  const services = isMap(root) ? root.get("services", true) : undefined;
  if (!isMap(services)) return { services: [], notTaken: [{ file, line: 1, text: "it has no services" }] };
  let values: Readonly<Record<string, unknown>>;
  try {
    // Few aliases are enough for people; many that hold each other would fill the memory.
    values = document.toJS({ maxAliasCount: 200 }).services;
  } catch (problem) {
    return { services: [], notTaken: [{ file, line: 1, text: `it cannot be read: ${(problem as Error).message}` }] };
  }
  const lineOf = (node: unknown) => {
    const start = (node as Node | undefined)?.range?.[0];
    return start === undefined ? 1 : lines.linePos(start).line;
  };
  const notTaken = topLevelNotes(root as YAMLMap, file, lineOf);
  const found: Service[] = [];
  for (const { key, value } of services.items) {
    const name = isScalar(key) ? String(key.value) : "";
    const keys = values[name];
    const line = lineOf(key);
    if (typeof keys !== "object" || keys === null) {
      notTaken.push({ file, line, text: `service ${name}: it says nothing` });
      continue;
    }
    const pairs = isMap(value) ? value.items : [];
    found.push({
      name,
      line,
      keys: keys as Record<string, unknown>,
      lineOf: (wanted) => {
        const pair = pairs.find(({ key: it }) => isScalar(it) && it.value === wanted);
        return pair ? lineOf(pair.key) : line;
      },
    });
  }
  return { services: found, notTaken };
}

function topLevelNotes(root: YAMLMap, file: string, lineOf: (node: unknown) => number): Note[] {
  return root.items.flatMap(({ key }) =>
    isScalar(key) && key.value === "include"
      ? [{ file, line: lineOf(key), text: "include: other compose files are not read" }]
      : [],
  );
}
