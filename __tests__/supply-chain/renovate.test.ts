import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { minimatch } from "minimatch";
import { root } from "../stacks/synthesized";

interface Rule {
  readonly matchPackageNames?: readonly string[];
  readonly matchManagers?: readonly string[];
  readonly groupName?: string;
  readonly pinDigests?: boolean;
}

interface Renovate {
  readonly ignorePaths: readonly string[];
  readonly minimumReleaseAge: string;
  readonly pip_requirements: { readonly managerFilePatterns: readonly string[] };
  readonly packageRules: readonly Rule[];
  readonly customManagers: readonly {
    readonly managerFilePatterns: readonly string[];
    readonly matchStrings: readonly string[];
  }[];
}

const renovate = JSON.parse(readFileSync(join(root, "renovate.json"), "utf8")) as Renovate;
const files = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).trim().split("\n");
/** A pattern of Renovate between slashes is a regular expression. */
const pattern = (text: string) => new RegExp(text.replace(/^\/|\/$/g, ""));

test("a release is taken only when it has been public for two weeks", () => {
  expect(renovate.minimumReleaseAge).toBe("14 days");
});

test("actions are pinned by commit, and cdktf moves with its bindings", () => {
  expect(renovate.packageRules.find(({ matchManagers }) => matchManagers?.includes("github-actions"))?.pinDigests).toBe(
    true,
  );
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  const names = Object.keys(dependencies).filter((name) => /cdktf/.test(name));
  const groups = names.map((name) => {
    const rule = renovate.packageRules.find((one) => one.matchPackageNames?.some((known) => minimatch(name, known)));
    return rule?.groupName;
  });
  expect(names.length).toBeGreaterThan(5);
  expect(new Set(groups)).toEqual(new Set(["cdktf and the provider bindings"]));
});

test("every file of requirements is found, and none is in a folder that is left out", () => {
  const requirements = files.filter((file) => /requirements[^/]*\.txt$/.test(file));
  const patterns = renovate.pip_requirements.managerFilePatterns.map(pattern);
  expect(requirements.length).toBeGreaterThan(4);
  expect(requirements.filter((file) => !patterns.some((one) => one.test(file)))).toEqual([]);
  const known = [...requirements, "examples/application/Dockerfile", "package.json", "examples/tests/package.json"];
  expect(known.filter((file) => renovate.ignorePaths.some((one) => minimatch(file, one)))).toEqual([]);
});

test("each pattern for a version in a workflow finds one", () => {
  const workflows = files.filter((file) => file.startsWith(".github/workflows/"));
  const texts = workflows.map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
  for (const { managerFilePatterns, matchStrings } of renovate.customManagers) {
    const matched = texts.filter(({ file }) => managerFilePatterns.some((one) => pattern(one).test(file)));
    const found = matchStrings.flatMap((one) =>
      matched.flatMap(({ text }) => [...text.matchAll(new RegExp(one, "g"))]),
    );
    expect(found.map(({ groups }) => groups?.["currentValue"])).toContainEqual(
      expect.stringMatching(/^v?\d+\.\d+\.\d+$/),
    );
  }
});
