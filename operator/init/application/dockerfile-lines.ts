/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In capital letters, such as EXPOSE. */
  readonly name: string;
  readonly rest: string;
  /** Line on which it begins, from 1. */
  readonly line: number;
}

/** The instructions of a Dockerfile: joins continued lines, and leaves out comments, flags of RUN and texts of here-documents. */
export function instructions(text: string): Instruction[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const continuation = escapeCharacter(lines);
  const found: Instruction[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = at + 1;
    let joined = "";
    for (; at < lines.length; at++) {
      const current = lines[at] ?? "";
      if (/^\s*#/.test(current) || (joined && current.trim() === "")) continue;
      const continued = current.trimEnd().endsWith(continuation);
      joined += continued ? `${current.trimEnd().slice(0, -1)} ` : current;
      if (!continued) break;
    }
    const [, name, rest = ""] = /^\s*([A-Za-z]+)(?:\s+([\s\S]*))?$/.exec(joined) ?? [];
    if (!name) continue;
    found.push({ name: name.toUpperCase(), rest: rest.trim(), line });
    for (const end of hereDocuments(name, rest)) {
      while (at + 1 < lines.length && (lines[at + 1] ?? "").replace(/^\t+/, "") !== end) at++;
      at++;
    }
  }
  return found;
}

/** `# escape=` may name another character, on Windows for example. */
function escapeCharacter(lines: readonly string[]): string {
  for (const line of lines) {
    const [, name, value] = /^#\s*(\w+)\s*=\s*(\S+)\s*$/.exec(line) ?? [];
    if (!name) return "\\";
    if (name.toLowerCase() === "escape" && (value === "`" || value === "\\")) return value;
  }
  return "\\";
}

function hereDocuments(name: string, rest: string): string[] {
  if (!/^(run|copy|add)$/i.test(name)) return [];
  return [...rest.matchAll(/(?<!<)<<-?\s*(["']?)([A-Za-z_]\w*)\1/g)].map(([, , end = ""]) => end);
}

/** Replaces `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+other}`. Nothing if a name has no value. */
export function substitute(text: string, values: ReadonlyMap<string, string>): string | undefined {
  let isKnown = true;
  const result = text.replace(
    /\\\$|\$(?:\{(\w+)(?::?([-+])([^}]*))?\}|(\w+))/g,
    (whole, braced, operator, other, bare) => {
      if (whole === "\\$") return "$";
      const value = values.get(braced ?? bare);
      if (operator === "+") return value ? other : "";
      if (value !== undefined && value !== "") return value;
      if (operator === "-") return other;
      isKnown = false;
      return "";
    },
  );
  return isKnown ? result : undefined;
}

/** The words of a command in exec form; in shell form, the shell that runs it. */
export function commandWords(text: string): string[] {
  if (text.startsWith("[")) {
    try {
      const words: unknown = JSON.parse(text);
      if (Array.isArray(words) && words.every((word) => typeof word === "string")) return words;
    } catch {
      // Docker takes what is no JSON as shell form, too.
    }
  }
  return ["/bin/sh", "-c", text];
}
