import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPython, pythonPrograms } from "../../../operator/python/checks";
import { root as checkout } from "../../stacks/synthesized";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "python-"));
  for (const file of [
    "functions/bot/a.py",
    "functions/worker/a.ts",
    "examples/application/b/c.py",
    "examples/gitops/x.yaml",
  ]) {
    mkdirSync(join(root, file, ".."), { recursive: true });
    writeFileSync(join(root, file), "");
  }
  mkdirSync(join(root, "operator/python"), { recursive: true });
  writeFileSync(join(root, "operator/python/checks-requirements.txt"), "ruff==1 mypy==1");
});

afterEach(() => {
  delete process.env.PYTHON;
  rmSync(root, { recursive: true });
});

/** A Python that records how it is called, and in which folder; `fails` is a shell pattern of calls that fail. */
function usePython(fails = "nothing", pip = ""): void {
  const script = `#!/bin/sh
[ "$1" = -c ] && { echo 3.12.1; exit; }
case "$2" in
  venv) mkdir -p "$3/bin" && cp "$0" "$3/bin/python"; exit ;;
  pip) [ '${pip}' ] && { printf '%s\\n' '${pip}' >&2; exit 1; }; exit 0 ;;
esac
echo "$(basename "$PWD"): $2 $3" >> '${join(root, "calls")}'
case "$*" in ${fails}) echo "a.py:1: found"; exit 1 ;; esac
`;
  writeFileSync(join(root, "python"), script, { mode: 0o755 });
  process.env.PYTHON = join(root, "python");
}

const calls = () => readFileSync(join(root, "calls"), "utf8").trim().split("\n").sort();

test("ruff reads the checkout; mypy each folder with Python, from there", async () => {
  usePython();
  const begins = jest.fn();
  const ran = await checkPython({ root, begins });
  expect(ran.every(({ failed }) => failed === undefined)).toBe(true);
  const here = root.split("/").at(-1);
  expect(calls()).toEqual(
    [
      `${here}: ruff check`,
      `${here}: ruff format`,
      "application: mypy --config-file",
      "bot: mypy --config-file",
    ].sort(),
  );
  await checkPython({ root, begins });
  expect(begins).toHaveBeenCalledTimes(1);
});

test("what a tool found is reported with the folder that it is about", async () => {
  usePython("*mypy*");
  expect((await checkPython({ root })).filter(({ failed }) => failed)).toEqual([
    { name: "functions/bot: mypy", failed: "a.py:1: found" },
    { name: "examples/application: mypy", failed: "a.py:1: found" },
  ]);
});

test("writing corrects with ruff, and types nothing", async () => {
  usePython();
  await checkPython({ root, write: true });
  const here = root.split("/").at(-1);
  expect(calls()).toEqual([`${here}: ruff check`, `${here}: ruff format`]);
});

test("without a network there is one line that says what to do", async () => {
  const connection =
    "WARNING: Retrying after connection broken by NewConnectionError(…)\nERROR: No matching distribution found for ruff==1";
  usePython("nothing", connection);
  await expect(checkPython({ root })).rejects.toThrow(
    /^pip could not install ruff and mypy: PyPI could not be reached: give this machine a network, or the address of a mirror in PIP_INDEX_URL$/,
  );
});

test("this checkout's programs in Python are all checked", () => {
  expect(pythonPrograms(checkout)).toEqual([
    "functions/agentic-service-bot",
    "functions/ai-test-automation",
    "examples/application",
  ]);
});
