import { basename } from "node:path";
import { contentType } from "mime-types";

/** The `Content-Type` of a file, by its name. */
export function contentTypeOf(path: string): string {
  return contentType(basename(path)) || "application/octet-stream";
}

/** Names of service workers, which a browser must always reload: an old one would keep serving the old site. */
const serviceWorkers = /^(sw|service-worker|ngsw-worker|firebase-messaging-sw)\.js$|^ngsw\.json$/;

/**
 * The `Cache-Control` of a file. Names with a hash of the content: cached by everyone for a year, because the content of such a name never
 * changes. Pages and service workers: cached by no one. Other files: cached by CloudFront, which each release invalidates; browsers check
 * whether their copy is still current.
 */
export function cacheControlOf(path: string): string {
  const name = basename(path);
  if (/\.html?$/i.test(name) || serviceWorkers.test(name)) return "no-cache";
  if (isHashed(name)) return "public, max-age=31536000, immutable";
  return "public, max-age=0, s-maxage=86400, must-revalidate";
}

/**
 * Whether a name has a hash as bundlers write it before an extension: 8 or more hexadecimal digits (webpack, Angular, Next.js), or
 * exactly 8 letters and digits (esbuild, Vite). If it could also be a word it does not count as a hash: then the file costs a request each
 * time, whereas a word taken for a hash would be cached for a year.
 */
export function isHashed(name: string): boolean {
  const found = (pattern: RegExp) => [...name.matchAll(pattern)].map(([, hash = ""]) => hash);
  const hexadecimal = [...found(/[-._]([0-9a-f]{8,})(?=\.)/g), ...found(/^([0-9a-f]{16,})(?=\.)/g)];
  return (
    hexadecimal.some((hash) => /\d/.test(hash) && /[a-f]/.test(hash)) ||
    found(/[-.]([A-Za-z0-9]{8})(?=\.)/g).some((hash) => /\d[A-Za-z]/.test(hash) && /[A-Z].*[A-Z]/.test(hash))
  );
}
