import { substitute } from "./dockerfile-lines";

/** A scalar as text; nothing for a list, an object or nothing. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** Variables of compose's two forms, a list of NAME=value or a map. Without a value there the shell gives it. */
export function variablesOf(value: unknown): [name: string, value: string | undefined][] {
  if (Array.isArray(value)) {
    return value.flatMap((item): [string, string | undefined][] => {
      const text = textOf(item) ?? "";
      const at = text.indexOf("=");
      return at < 0 ? [[text, undefined]] : [[text.slice(0, at), text.slice(at + 1)]];
    });
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).map(([name, it]) => [name, textOf(it)]);
}

/** Replaces `${NAME:-default}` by its default. Nothing where the shell must give a value. */
export function withDefaults(text: string): string | undefined {
  const kept = text.replaceAll("$$", "\u0000");
  return substitute(kept, new Map())?.replaceAll("\u0000", "$");
}

/** Ports of the container that a service publishes: of "8080:80", 127.0.0.1:8080:80/tcp, 80 and { target = 80 }; TCP only. */
export function publishedPorts(value: unknown): {
  readonly ports: readonly number[];
  readonly others: readonly string[];
} {
  const ports: number[] = [];
  const others: string[] = [];
  for (const item of listOf(value)) {
    const isLong = typeof item === "object" && item !== null;
    const written = isLong ? textOf((item as { target?: unknown }).target) : textOf(item);
    const protocol = isLong ? textOf((item as { protocol?: unknown }).protocol) : undefined;
    const known = withDefaults(written ?? "");
    const [, port, end, suffix = protocol ?? "tcp"] = /(?:^|:)(\d+)(?:-(\d+))?(?:\/(\w+))?$/.exec(known ?? "") ?? [];
    if (!port || suffix !== "tcp") others.push(written ?? "?");
    else {
      ports.push(Number(port));
      if (end) others.push(known ?? "");
    }
  }
  return { ports: [...new Set(ports)], others };
}

/** The words of a command: a list as it is, a text as a shell divides it (quotes count, nothing is expanded). Nothing where the shell gives a part. */
export function wordsOf(value: unknown): string[] | undefined {
  if (Array.isArray(value)) {
    const words = value.map((word) => withDefaults(textOf(word) ?? ""));
    return words.every((word) => word !== undefined) ? (words as string[]) : undefined;
  }
  const known = withDefaults(textOf(value) ?? "");
  if (known === undefined || known.trim() === "") return undefined;
  const words = known.match(/(?:[^\s"'\\]|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replace(/"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|\\([\s\S])/g, (_, double, single, escaped) =>
      double !== undefined ? double.replace(/\\(["\\$`])/g, "$1") : (single ?? escaped),
    ),
  );
}

/** Where a service is built: its folder, Dockerfile and stage. */
export interface Build {
  readonly context: string;
  readonly dockerfile?: string;
  readonly target?: string;
}

export function buildOf(value: unknown): Build | undefined {
  const context = textOf(value);
  if (context !== undefined) return { context };
  if (typeof value !== "object" || value === null) return undefined;
  const { context: folder, dockerfile, target } = value as Record<string, unknown>;
  return { context: textOf(folder) ?? ".", dockerfile: textOf(dockerfile), target: textOf(target) };
}
