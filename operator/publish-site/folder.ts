import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { configurationFile } from "../../modules/aws/edge/static-site-layout";
import { UserError } from "../process/user-error";
import { cacheControlOf, contentTypeOf } from "./media";
import type { FileState } from "./release";

/** A file that is to be published. */
export interface LocalFile extends FileState {
  /** Where it is on this machine. */
  readonly source: string;
}

export interface SiteFolder {
  /** By path in the site, with slashes. */
  readonly files: ReadonlyMap<string, LocalFile>;
  /** Paths that are not published: hidden files, and the file that the stack writes. */
  readonly leftOut: readonly string[];
}

/** Reads a built site. @throws {UserError} when it is none, or has links that lead out of it */
export function readFolder(folder: string): SiteFolder {
  if (!existsSync(folder)) throw new UserError(`${folder}: there is no such folder`);
  if (!statSync(folder).isDirectory()) throw new UserError(`${folder}: expected a folder, found a file`);
  const root = realpathSync(folder);
  const files = new Map<string, LocalFile>();
  const leftOut: string[] = [];

  const visit = (dir: string, path: string, above: readonly string[]) => {
    for (const name of readdirSync(dir).sort()) {
      const source = join(dir, name);
      const inSite = path ? `${path}/${name}` : name;
      if ((name.startsWith(".") && name !== ".well-known") || inSite === configurationFile) {
        leftOut.push(inSite);
        continue;
      }
      const real = realOf(source, inSite, root);
      if (above.includes(real)) throw new UserError(`${inSite}: a link to a folder that it is in`);
      if (statSync(real).isDirectory()) visit(real, inSite, [...above, real]);
      else files.set(inSite, { source, ...stateOf(inSite, readFileSync(real)) });
    }
  };
  visit(root, "", [root]);

  if (files.size === 0) throw new UserError(`${folder}: there is nothing to publish in it`);
  if (!files.has("index.html")) throw new UserError(`${folder}: expected index.html, which every site begins with`);
  return { files, leftOut };
}

/** What a file of this content is published as. */
export function stateOf(path: string, content: Buffer): FileState {
  return {
    sha256: createHash("sha256").update(content).digest("hex"),
    contentType: contentTypeOf(path),
    cacheControl: cacheControlOf(path),
  };
}

/** Where a file or link really is. */
function realOf(source: string, path: string, root: string): string {
  let real: string;
  try {
    real = realpathSync(source);
  } catch {
    throw new UserError(`${path}: a link that leads nowhere`);
  }
  const within = relative(root, real);
  if (within === ".." || within.startsWith(`..${sep}`))
    throw new UserError(`${path}: a link that leads out of the folder`);
  return real;
}
