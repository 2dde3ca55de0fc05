import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { settingsReference } from "../../settings/reference";
import { exampleSettings } from "../stacks/synthesized";
import { filesUnder, found, pages, prose, read, root } from "./pages";

/** What the pages say of the repository is so. */

/** Not wrapped: a command writes the first, a benchmark's figures fill the second. */
const unwrapped = ["docs/settings.md", "docs/performance.md"];

/** The environment over which the snippets of a page load, where it is not production. */
const snippetEnvironments: Readonly<Record<string, string>> = { "docs/disaster-recovery.md": "prod-dr" };

describe("what a page names", () => {
  test("every relative link leads to a file, and to a heading of it", () => {
    const links = found(/\]\(([^)\s]+)\)/g).filter(({ name }) => !/^[a-z]+:/.test(name));
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter(({ file, name }) => !leads(file, name))).toEqual([]);
  });

  test("every path of the repository is there", () => {
    const folders = "stacks|modules|settings|operator|environments|functions|charts|docs|bench|__tests__|\\.ci";
    const named = found(new RegExp(`(?<![\\w./<>-])((?:${folders})/[\\w./<>*{}-]*)`, "g")).map(({ file, name }) => {
      // Of `environments/<name>.tfvars` the folder is checked; a full stop ends a sentence.
      const path = name.replace(/[^/]*[<*{].*$/, "").replace(/\.$/, "");
      return { file, path };
    });
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
  });

  test("every npm script is in package.json", () => {
    const { scripts } = JSON.parse(read("package.json"));
    const named = found(/npm run (?:--silent )?(?![\w:-]+\*)([a-z][\w:-]*\w)/g);
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter(({ name }) => !(name in scripts))).toEqual([]);
    expect(["start", "test"].filter((name) => !(name in scripts))).toEqual([]);
  });

  test("every settings snippet loads over those of its environment", () => {
    const snippets = found(/```hcl\n([\s\S]*?)```/g);
    expect(snippets.length).toBeGreaterThan(5);
    const folder = mkdtempSync(join(tmpdir(), "snippets-"));
    try {
      const mistakes = snippets.flatMap(({ file, name: snippet }, index) => {
        const settings = join(folder, `${index}.tfvars`);
        writeFileSync(settings, snippet);
        try {
          exampleSettings(`aws-${snippetEnvironments[file] ?? "prod"}`, [], [settings]);
          return [];
        } catch (error) {
          return `${file}: ${(error as Error).message}`;
        }
      });
      expect(mistakes).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("the form of a page", () => {
  test("the README has at most 150 lines of at most 160 characters", () => {
    const lines = read("README.md").trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(150);
    expect(lines.filter((line) => line.length > 160)).toEqual([]);
  });

  test("prose has at most 160 characters in a line; only tables and code have more", () => {
    const written = pages.filter(({ file }) => !unwrapped.includes(file));
    const long = written.flatMap(({ file, text }) =>
      prose(text)
        .split("\n")
        .filter((line) => line.length > 160 && !line.startsWith("|"))
        .map((line) => `${file}: ${line}`),
    );
    expect(long).toEqual([]);
  });
});

test("docs/settings.md is what `npm run settings:reference` writes", () => {
  expect(read("docs/settings.md")).toBe(settingsReference());
});

test("every setting that docs/requirements.md names as a figure's place is in docs/settings.md", () => {
  const known = settingKeys(read("docs/settings.md"));
  const places = [...read("docs/requirements.md").matchAll(/^\|[^|]+\|([^|]+)\|[^|]+\|$/gm)];
  const named = places.flatMap(([, cell = ""]) => [...cell.matchAll(/`([a-z_]+(?:\.[a-z_<>]+)*)`/g)]);
  const settings = named.map(([, name = ""]) => name).filter((name) => name !== "account");
  expect(settings.length).toBeGreaterThan(100);
  expect(settings.filter((name) => !known.some((key) => key === name || key.startsWith(`${name}.`)))).toEqual([]);
});

test("docs/modules.md has every module with its file, and no other", () => {
  const there = filesUnder("modules", ".ts").flatMap((file) =>
    [...read(file).matchAll(/^export (?:abstract )?class (\w+)/gm)].map(([, name]) => `${name} in ${file}`),
  );
  const rows = read("docs/modules.md").matchAll(/^\| \[`(\w+)`\]\(\.\.\/(modules\/[\w./-]+)\) \|/gm);
  const listed = [...rows].map(([, name, file]) => `${name} in ${file}`);
  expect(there.length).toBeGreaterThan(100);
  expect(listed.sort()).toEqual(there.sort());
});

test("the index of decisions has each decision once, with its date and title", () => {
  const folder = "docs/decisions";
  const there = filesUnder(folder, ".md")
    .filter((file) => file !== join(folder, "README.md"))
    .map((file) => {
      const [, title, date] = /^# (.+)\n\n(\d{4}-\d\d-\d\d)/.exec(read(file)) ?? [];
      return `| ${date} | [${title}](${file.slice(folder.length + 1)}) |`;
    });
  const listed = read(join(folder, "README.md")).match(/^\| \d.*$/gm) ?? [];
  const rows = listed.map((row) => row.replace(/\) \([a-z ]+\) \|$/, ") |"));
  expect(rows.sort()).toEqual(there.sort());
});

/** Every key of the reference page; a platform's own keys with its block, and with those of the shared blocks that it may override. */
function settingKeys(page: string): string[] {
  const sections = page.split(/^## /m).map((section) => ({
    block: /^`(\w+)`: what only/.exec(section)?.[1],
    keys: [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, key = ""]) => key),
  }));
  const shared = sections.filter(({ block }) => !block).flatMap(({ keys }) => keys);
  const own = sections.flatMap(({ block, keys }) =>
    block ? [...shared, ...keys].map((key) => `${block}.${key}`) : [],
  );
  return [...shared, ...own];
}

/** Whether a link of a page leads to a file, and to a heading of it where it names one. */
function leads(file: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path ? join(dirname(file), path) : file;
  if (!existsSync(join(root, target))) return false;
  if (!anchor) return true;
  const headings = prose(read(target)).match(/^#+ .*$/gm) ?? [];
  return headings.some((heading) => anchorOf(heading) === anchor);
}

/** The anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  const text = heading.replace(/^#+ /, "").toLowerCase();
  return text.replaceAll(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-");
}
