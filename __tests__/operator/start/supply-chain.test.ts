import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../stacks/synthesized";

const read = (file: string) => readFileSync(join(root, file), "utf8");

interface LockedPackage {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
}

const locked = Object.entries(
  (JSON.parse(read("package-lock.json")) as { packages: Record<string, LockedPackage> }).packages,
).filter(([path]) => path !== "");
const { allowScripts } = JSON.parse(read("package.json")) as { allowScripts: Record<string, boolean> };

test("npm checks every package of every platform, wherever it comes from", () => {
  const unchecked = locked.filter(([, { integrity, inBundle }]) => !inBundle && !/^sha512-/.test(integrity ?? ""));
  expect(unchecked.map(([path]) => path)).toEqual([]);
  expect(locked.filter(([, { resolved }]) => resolved).map(([path]) => path)).toEqual([]);
  expect(locked.length).toBeGreaterThan(800);
});

test("a package runs a script when it is installed only if package.json allows it by name", () => {
  expect(read(".npmrc")).toMatch(/^ignore-scripts=true$/m);
  const scripted = locked.filter(([, { hasInstallScript }]) => hasInstallScript);
  const names = scripted.map(([path]) => path.split("node_modules/").at(-1) ?? "");
  expect(Object.keys(allowScripts).sort()).toEqual(names.sort());
});

/** The file of each pip installation. */
const requirements = [
  "operator/local/moto/requirements.txt",
  "operator/local/ministack/requirements.txt",
  "operator/python/checks-requirements.txt",
  "__tests__/terraform/support/coverage-requirements.txt",
  "__tests__/terraform/workflows/zizmor-requirements.txt",
  "operator/python/checkov-requirements.txt",
  "operator/python/scanners-requirements.txt",
];

test.each(requirements)("pip checks every package of %s", (file) => {
  const entries = read(file)
    .replace(/^#.*\n/gm, "")
    .split(/\n(?=\S)/);
  const unchecked = entries.filter(
    (entry) => !/^[\w.[\]-]+==\S+( ; .+?)?( \\\n {4}--hash=sha256:[0-9a-f]{64})+\n?$/.test(entry),
  );
  expect(unchecked).toEqual([]);
});
