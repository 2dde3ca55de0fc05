import { oneLine } from "../process/terminal-text";
import { type FileState, isSame } from "./release";

/** The changes of the bucket, in this order. */
export interface Changes {
  /** Paths whose content, type or caching differs, in steps: pages come after the files that they load, `index.html` last. */
  readonly put: readonly (readonly string[])[];
  /** Paths to remove: last, when no page loads them any more. */
  readonly remove: readonly string[];
}

/** The changes between the present files and the wanted ones. */
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

/** With more paths than this, `/*` is invalidated: CloudFront charges by path, and 1000 a month are free. */
const mostPaths = 20;

/** The paths that CloudFront has to invalidate after the changes. */
export function invalidationPaths({ put, remove }: Changes): string[] {
  const changed = [...put.flat(), ...remove].sort();
  if (changed.length > mostPaths) return ["/*"];
  const paths = changed.map((path) => `/${path.split("/").map(encodeURIComponent).join("/")}`);
  return changed.includes("index.html") ? ["/", ...paths] : paths;
}

/** The changes, for people. */
export function changesText(there: ReadonlyMap<string, FileState>, { put, remove }: Changes): string {
  const lines = [
    ...put.flat().map((path) => `  ${there.has(path) ? "~" : "+"} ${oneLine(path)}`),
    ...remove.map((path) => `  - ${oneLine(path)}`),
  ];
  return lines.join("\n");
}
