import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { configurationFile } from "../../modules/aws/edge/static-site-layout";
import { UserError } from "../process/user-error";
import { cacheControlOf, contentTypeOf } from "./media";
import type { FileState } from "./release";

/** A file that is to be published. */
export interface LocalFile extends FileState {
  /** Its path on this machine. */
  readonly source: string;
}

export interface SiteFolder {
  /** By path in the site, with slashes. */
  readonly files: ReadonlyMap<string, LocalFile>;
  /** Paths that are not published: hidden files, and the configuration file that the stack writes. */
  readonly skipped: readonly string[];
}

/** Reads a built site. @throws {UserError} when the folder holds no site, or links that lead out of it */
export function readFolder(folder: string): SiteFolder {
  if (!existsSync(folder)) throw new UserError(`${folder}: expected a folder, found nothing`);
  if (!statSync(folder).isDirectory()) throw new UserError(`${folder}: expected a folder, found a file`);
  const root = realpathSync(folder);
  const files = new Map<string, LocalFile>();
  const skipped: string[] = [];

  const visit = (dir: string, path: string, above: readonly string[]) => {
    for (const name of readdirSync(dir).sort()) {
      const source = join(dir, name);
      const inSite = path ? `${path}/${name}` : name;
      if ((name.startsWith(".") && name !== ".well-known") || inSite === configurationFile) {
        skipped.push(inSite);
        continue;
      }
      const real = realOf(source, inSite, root);
      if (above.includes(real))
        throw new UserError(`${inSite}: expected a file or folder, found a link to a folder above it`);
      const kind = statSync(real);
      // Reading a pipe would wait until another program writes to it.
      if (!kind.isDirectory() && !kind.isFile())
        throw new UserError(`${inSite}: expected a file or folder, found ${kindText(kind)}: remove it from the folder`);
      if (kind.isDirectory()) visit(real, inSite, [...above, real]);
      else files.set(inSite, { source, ...stateOf(inSite, readFileSync(real)) });
    }
  };
  visit(root, "", [root]);

  if (files.size === 0) throw new UserError(`${folder}: expected a built site, found no file to publish`);
  if (!files.has("index.html")) throw new UserError(`${folder}: expected index.html in it, found none`);
  return { files, skipped };
}

/** The hash, type and caching with which a file is published. */
export function stateOf(path: string, content: Buffer): FileState {
  return {
    sha256: createHash("sha256").update(content).digest("hex"),
    contentType: contentTypeOf(path),
    cacheControl: cacheControlOf(path),
  };
}

function kindText(kind: Stats): string {
  if (kind.isFIFO()) return "a pipe";
  return kind.isSocket() ? "a socket" : "a device";
}

/** The real path of a file or link. */
function realOf(source: string, path: string, root: string): string {
  let real: string;
  try {
    real = realpathSync(source);
  } catch {
    throw new UserError(`${path}: expected a file, found a link to nothing`);
  }
  const within = relative(root, real);
  if (within === ".." || within.startsWith(`..${sep}`))
    throw new UserError(`${path}: expected a link within the folder, found one that leads out of it`);
  return real;
}
