import { type FileState, isSame } from "./release";

/** What has to be done to the bucket, in this order. */
export interface Changes {
  /** Paths whose content, type or caching is another, in steps: pages after what they need, the first page at the very end. */
  readonly put: readonly (readonly string[])[];
  /** Paths that are gone: last, when no page asks for them any more. */
  readonly remove: readonly string[];
}

/** What leads from the files that are there to those that are wanted. */
export function changesBetween(there: ReadonlyMap<string, FileState>, wanted: ReadonlyMap<string, FileState>): Changes {
  const put = [...wanted].filter(([path, file]) => !isSame(there.get(path), file)).map(([path]) => path);
  const steps = [0, 1, 2].map((step) => put.filter((path) => stepOf(path) === step).sort());
  const remove = [...there.keys()].filter((path) => !wanted.has(path)).sort();
  return { put: steps.filter((paths) => paths.length > 0), remove };
}

function stepOf(path: string): number {
  if (path === "index.html") return 2;
  return /\.html?$/i.test(path) ? 1 : 0;
}

/** More paths than these are one `/*`: CloudFront counts paths, and 1000 a month cost nothing. */
const mostPaths = 20;

/** What CloudFront has to forget after changes. */
export function invalidationPaths({ put, remove }: Changes): string[] {
  const changed = [...put.flat(), ...remove].sort();
  if (changed.length > mostPaths) return ["/*"];
  const paths = changed.map((path) => `/${path.split("/").map(encodeURIComponent).join("/")}`);
  return changed.includes("index.html") ? ["/", ...paths] : paths;
}

/** The changes as a person reads them. */
export function changesText(there: ReadonlyMap<string, FileState>, { put, remove }: Changes): string {
  const lines = [
    ...put.flat().map((path) => `  ${there.has(path) ? "~" : "+"} ${path}`),
    ...remove.map((path) => `  - ${path}`),
  ];
  return lines.join("\n");
}
