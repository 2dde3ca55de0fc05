import { gunzipSync, gzipSync } from "node:zlib";

/** Files by name: paths with slashes, below one folder. */
export type Files = ReadonlyMap<string, Buffer>;

/** Files as one compressed piece: the number of bytes of an index, the index, the contents. */
export function packed(files: Files): Buffer {
  const index = Buffer.from(JSON.stringify([...files].map(([name, content]) => [name, content.length])));
  const size = Buffer.alloc(4);
  size.writeUInt32BE(index.length);
  return gzipSync(Buffer.concat([size, index, ...files.values()]));
}

/** The files of {@link packed}. Its content is authenticated; a name that leads out of the folder is refused all the same. */
export function unpacked(pack: Buffer): Files {
  const whole = gunzipSync(pack);
  const begin = 4 + whole.readUInt32BE(0);
  const index = JSON.parse(whole.subarray(4, begin).toString()) as [name: string, size: number][];
  const files = new Map<string, Buffer>();
  let at = begin;
  for (const [name, size] of index) {
    if (name.startsWith("/") || name.split(/[/\\]/).includes(".."))
      throw new Error(`${name}: not a path below the folder`);
    files.set(name, whole.subarray(at, at + size));
    at += size;
  }
  return files;
}
