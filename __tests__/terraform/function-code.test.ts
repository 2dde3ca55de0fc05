import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../stacks/synthesized";
import { installCoverage, testPython } from "./support/python-coverage";

/** The coverage that the tests of each system's Python code must reach. Jest measures the code in TypeScript. */
const leastPercent = 85;

const functions = join(root, "functions");
const systems = readdirSync(functions).filter((system) =>
  readdirSync(join(functions, system), { recursive: true, encoding: "utf8" }).some((name) => name.endsWith(".py")),
);

beforeAll(installCoverage, 600_000);

test.each(systems)(
  "the Python code of %s passes its tests, which reach enough of its lines",
  (system) => {
    const tested = testPython(join(functions, system), join(root, "__tests__", "functions", system));
    expect(tested.said).toMatch(/^Ran [1-9]\d* tests? in/m);
    expect(tested).toMatchObject({ status: 0 });
    const { coveredPercent, lines, missed } = tested;
    process.stderr.write(`functions/${system}: ${coveredPercent.toFixed(1)} % of ${lines} lines are tested\n`);
    expect({ enough: coveredPercent >= leastPercent, missed }).toMatchObject({ enough: true });
  },
  600_000,
);

test("a failing test and an untested line are seen", () => {
  const folder = mkdtempSync(join(tmpdir(), "function-code-"));
  try {
    for (const name of ["code", "tests"]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, "code", "half.py"), "def run(a):\n    if a:\n        return 1\n    return 2\n");
    writeFileSync(join(folder, "code", "never.py"), "x = 1\n");
    const test =
      "import unittest, half\nclass T(unittest.TestCase):\n    def test(self):\n        assert half.run(1) == 2\n";
    writeFileSync(join(folder, "tests", "test_half.py"), test);
    const { status, said, lines, coveredPercent } = testPython(join(folder, "code"), join(folder, "tests"));
    expect({ status, lines, coveredPercent }).toEqual({ status: 1, lines: 5, coveredPercent: 60 });
    expect(said).toContain("AssertionError");
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 600_000);
