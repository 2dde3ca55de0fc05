import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const sources = ["main.ts", "stacks", "modules", "settings"];

/** The options of `cdktf init` that affect speed: CommonJS, and full type checking. */
const tsconfig = {
  compilerOptions: {
    target: "ES2022",
    module: "CommonJS",
    moduleResolution: "Node",
    strict: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    skipLibCheck: true,
    types: ["node"],
  },
};

/**
 * Writes a copy of this project's stacks without its measures for speed: every binding is imported from the package's index,
 * and ts-node compiles with its defaults. It is a new copy each time, so that both sides build the same stacks.
 */
export function writeBaseline(root: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  for (const source of sources) copySource(join(root, source), join(folder, source));
  for (const part of ["environments", "systems"]) cpSync(join(root, part), join(folder, part), { recursive: true });
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "commonjs", private: true }));
}

function copySource(from: string, to: string): void {
  if (!from.endsWith(".ts")) {
    for (const name of readdirSync(from)) copySource(join(from, name), join(to, name));
    return;
  }
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, throughIndex(readFileSync(from, "utf8")));
}

/** The arguments that start the baseline in its folder. ts-node needs TypeScript 5, because it does not support 7. */
export function baselineStart(root: string): readonly string[] {
  return [join(root, "node_modules/ts-node/dist/bin.js"), "--compiler", "typescript-classic", "main.ts"];
}

/** Changes imports: bindings come from their package's index, and modules have names that CommonJS can resolve. */
export function throughIndex(text: string): string {
  return text
    .replace(
      /^import (?:type )?\{([^}]*)\} from "(@cdktf\/provider-[^/"]+)\/lib\/([^"]+)";$/gm,
      (_, names: string, provider: string, resource: string) => {
        const namespace = resource.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
        const local = `${namespace}Bindings`;
        const aliases = names
          .split(",")
          .map((name) => name.trim().replace(/^type /, ""))
          .filter(Boolean)
          .map((name) => name.split(" as "))
          .map(([name, alias = name]) => `import ${alias} = ${local}.${name};`);
        return [`import { ${namespace} as ${local} } from "${provider}";`, ...aliases].join("\n");
      },
    )
    .replace(/\bimport\("(\.[^"]+)\.js"\)/g, 'import("$1")');
}
