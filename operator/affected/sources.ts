/** The source files whose code is in what builds a platform's stacks, by their paths in the checkout: types alone do not count. */
export async function sourcesOf(root: string, platform: string): Promise<ReadonlySet<string>> {
  const key = `${root}\0${platform}`;
  const sources = known.get(key) ?? (await bundled(root, platform));
  known.set(key, sources);
  return sources;
}

const known = new Map<string, ReadonlySet<string>>();

async function bundled(root: string, platform: string): Promise<ReadonlySet<string>> {
  // Loaded only where code differs.
  const { buildSync } = await import("esbuild");
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: ["main.ts", `stacks/${platform}/${platform}-stack.ts`],
    outdir: ".local/unused",
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    packages: "external",
    external: ["*-stack.js"],
    logLevel: "silent",
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return new Set(inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file));
}
