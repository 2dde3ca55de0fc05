import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The one-way flow of data: settings → stacks → modules → provider bindings. No arrow leads back. */

const root = join(__dirname, "..");

interface Source {
  readonly file: string;
  readonly text: string;
}

function sources(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => ({ file: join(folder, name), text: readFileSync(join(root, folder, name), "utf8") }));
}

function importing(folder: string, forbidden: RegExp): string[] {
  return sources(folder).flatMap(({ file, text }) =>
    [...text.matchAll(/(?:from|import\() ?"([^"]+)"/g)]
      .filter(([, imported = ""]) => forbidden.test(imported))
      .map(([, imported]) => `${file} imports ${imported}`),
  );
}

test("settings know no provider, no cdktf and nothing that is built from them", () => {
  expect(importing("settings", /cdktf|constructs|\/(stacks|modules|operator)\//)).toEqual([]);
});

test("modules know neither settings nor stacks nor the operator", () => {
  expect(importing("modules", /\/(settings|stacks|operator)\//)).toEqual([]);
});

test("stacks do not know the operator, and no stack another", () => {
  expect(importing("stacks", /\/operator\//)).toEqual([]);
  const stackFiles = sources("stacks").filter(({ file }) => file.endsWith("-stack.ts"));
  expect(stackFiles.filter(({ text }) => /from "\.\/[\w-]+-stack"/.test(text))).toEqual([]);
});

test.each(["settings", "stacks", "modules"])(
  "%s have no clock, no randomness and no environment variable",
  (folder) => {
    const impure = /process\.env|Date\.now|new Date\(\)|Math\.random|randomBytes|randomUUID|\bfetch\(/;
    expect(
      sources(folder)
        .filter(({ text }) => impure.test(text))
        .map(({ file }) => file),
    ).toEqual([]);
  },
);

test.each(["stacks", "modules"])("%s never ask which environment they are in", (folder) => {
  const asks = /environment\s*(===|!==|==|!=)\s*["'`]/;
  expect(
    sources(folder)
      .filter(({ text }) => asks.test(text))
      .map(({ file }) => file),
  ).toEqual([]);
});
