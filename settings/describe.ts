import { resolve } from "node:path";
import { displayName } from "./files";
import { hideSecrets, showLiteral } from "./hcl/literal";
import type { Loaded, Origin } from "./load";
import { type Segment, showPath } from "./path";

/** One effective value and what set it. */
export interface DescribedSetting {
  readonly path: string;
  readonly value: unknown;
  /** `"default"` where no file sets it. */
  readonly from: Origin | "default";
  /** The default of the environment that this value overrides, where there is one. */
  readonly overrides?: Origin;
}

export interface DescribedSettings {
  /** `path = value  # file:line`, sorted by path. */
  readonly lines: readonly string[];
  readonly json: readonly DescribedSetting[];
}

/** Every effective value of a stack with the file and line that set it. What may be a secret is hidden. */
export function describeSettings({ settings, provenance, overridden }: Loaded): DescribedSettings {
  const described = leaves(settings, [])
    .map(({ path, value }) => ({
      path: showPath(path),
      value: hideSecrets(value, path),
      text: showLiteral(value, path),
    }))
    .map((leaf) => ({
      ...leaf,
      from: provenance.get(leaf.path) ?? ("default" as const),
      overrides: overridden.get(leaf.path),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    lines: described.map(
      ({ path, text, from, overrides }) =>
        `${`${path} = ${text}`.padEnd(60)}  # ${originText(path, from)}${overrides ? `, not the environment's ${overrides.file}:${overrides.line}` : ""}`,
    ),
    json: described.map(({ path, value, from, overrides }) => ({ path, value, from, ...(overrides && { overrides }) })),
  };
}

/** What some files say about a stack: `path = value (file:line)`, sorted by path. */
export function describeOrigins(loaded: Loaded, root: string, files: readonly string[]): string[] {
  const names = files.map((file) => displayName(root, resolve(root, file)));
  if (names.length === 0) return [];
  return describeSettings(loaded).json.flatMap(({ path, value, from }) =>
    from !== "default" && names.includes(from.file)
      ? [`${path} = ${showLiteral(value)} (${from.file}:${from.line})`]
      : [],
  );
}

/** Values that are no objects, and empty objects; a list is one value, as layers replace it as a whole. */
export function leaves(value: unknown, path: readonly Segment[]): { path: readonly Segment[]; value: unknown }[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [{ path, value }];
  const entries = Object.entries(value).filter(([, child]) => child !== undefined);
  return entries.length === 0 ? [{ path, value }] : entries.flatMap(([key, child]) => leaves(child, [...path, key]));
}

function originText(path: string, from: Origin | "default"): string {
  if (from === "default") return from;
  return `${from.file}:${from.line}${from.path === path ? "" : ` ${from.path}`}`;
}
