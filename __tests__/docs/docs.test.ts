import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadSettings } from "../../settings/load";
import { settingsReference } from "../../settings/reference";

/** What the pages say of the repository is so. */

const root = join(__dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
].map((file) => ({ file, text: read(file) }));

/** The first group of each match, in any page, with the page that it is in. */
function found(pattern: RegExp): { file: string; name: string }[] {
  return pages.flatMap(({ file, text }) => [...text.matchAll(pattern)].map(([, name = ""]) => ({ file, name })));
}

test("every relative link leads somewhere", () => {
  const links = found(/\]\(([^)#]+)(?:#[^)]*)?\)/g).filter(({ name }) => !/^[a-z]+:/.test(name));
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter(({ file, name }) => !existsSync(join(root, dirname(file), name)))).toEqual([]);
});

test("every path of the repository that a page names is there", () => {
  const folders = "stacks|modules|settings|operator|environments|docs|bench|__tests__|\\.ci";
  const named = found(new RegExp(`(?<![\\w./<>-])((?:${folders})/[\\w./<>*{}-]*)`, "g")).map(({ file, name }) => {
    // Of `environments/<name>.tfvars` the folder is checked; a full stop ends a sentence.
    const path = name.replace(/[^/]*[<*{].*$/, "").replace(/\.$/, "");
    return { file, path };
  });
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
});

test("every npm script that a page names is in package.json", () => {
  const { scripts } = JSON.parse(read("package.json"));
  const named = found(/npm run (?:--silent )?([\w:-]+)/g);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ name }) => !(name in scripts))).toEqual([]);
});

test("every settings snippet of the README loads over those of production", () => {
  const snippets = [...read("README.md").matchAll(/```hcl\n([\s\S]*?)```/g)].map(([, snippet = ""]) => snippet);
  expect(snippets.length).toBeGreaterThan(2);
  const folder = mkdtempSync(join(tmpdir(), "readme-"));
  try {
    snippets.forEach((snippet, index) => {
      const file = join(folder, `${index}.tfvars`);
      writeFileSync(file, snippet);
      expect(() => loadSettings("aws", "prod", { root, files: [file] })).not.toThrow();
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("docs/settings.md is what `npm run settings:reference` writes", () => {
  expect(read("docs/settings.md")).toBe(settingsReference());
});

test("docs/modules.md has every module", () => {
  const page = read("docs/modules.md");
  const classes = readdirSync(join(root, "modules"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => read(join("modules", name)).match(/(?<=^export class )\w+/gm) ?? []);
  expect(classes.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
