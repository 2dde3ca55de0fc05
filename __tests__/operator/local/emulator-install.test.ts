import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureEmulatorInstalled } from "../../../operator/local/emulator-install";

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "install-"));
  folder = join(root, ".local");
  pin("moto", "moto==1");
  pin("ministack", "ministack==1");
  usePython({});
});

afterEach(() => {
  delete process.env.PYTHON;
  rmSync(root, { recursive: true });
});

function pin(program: string, text: string): void {
  const source = join(root, "operator", "local", program);
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, "requirements.txt"), text);
}

/** A fake Python that records its arguments, and fails when a test says so. */
function usePython({ version = "3.12.1", venvError = "", pipError = "" }): void {
  const python = join(root, "python");
  const script = `#!/bin/sh
fail() { printf '%s\\n' "$1" >&2; exit 1; }
[ "$1" = -c ] && { echo '${version}'; exit; }
for last; do :; done
case "$last" in *moto*) program=moto ;; *) program=ministack ;; esac
echo "$program $2" >> '${join(root, "calls")}'
echo "$*" >> '${join(root, "arguments")}'
if [ "$2" = venv ]; then
  [ '${venvError}' ] && fail '${venvError}'
  mkdir -p "$3/bin" && cp "$0" "$3/bin/python"
elif [ '${pipError}' ]; then
  fail '${pipError}'
fi
`;
  writeFileSync(python, script, { mode: 0o755 });
  process.env.PYTHON = python;
}

/** The calls of Python so far. */
function calls(): string[] {
  return readFileSync(join(root, "calls"), "utf8").trim().split("\n");
}

const all = ["moto venv", "moto pip", "ministack venv", "ministack pip"];

test("both programs are installed once, and each again when its requirements change", async () => {
  const begins = jest.fn();
  await ensureEmulatorInstalled(folder, begins);
  await ensureEmulatorInstalled(folder, begins);
  expect(calls()).toEqual(all);
  expect(begins).toHaveBeenCalledTimes(1);
  pin("ministack", "ministack==2");
  await ensureEmulatorInstalled(folder, begins);
  expect(calls()).toEqual([...all, "ministack venv", "ministack pip"]);
  expect(begins).toHaveBeenCalledTimes(2);
});

test("pip installs only files whose hash is known", async () => {
  await ensureEmulatorInstalled(folder);
  const installs = readFileSync(join(root, "arguments"), "utf8").match(/^-m pip install .*$/gm) ?? [];
  expect(installs).toHaveLength(2);
  for (const install of installs) expect(install).toContain(" --require-hashes ");
});

test("two installations at once make one", async () => {
  await Promise.all([ensureEmulatorInstalled(folder), ensureEmulatorInstalled(folder)]);
  expect(calls()).toEqual(all);
});

test("an installation that failed is repeated; the error is pip's last line", async () => {
  usePython({ pipError: "Collecting moto\nERROR: No matching distribution found for moto==1" });
  await expect(ensureEmulatorInstalled(folder)).rejects.toThrow(
    /^pip could not install the emulator: ERROR: No matching distribution found for moto==1$/,
  );
  usePython({});
  await ensureEmulatorInstalled(folder);
  expect(calls()).toEqual(["moto venv", "moto pip", ...all]);
});

test("a missing venv module is named", async () => {
  usePython({ venvError: "The virtual environment was not created because ensurepip is not\navailable." });
  await expect(ensureEmulatorInstalled(folder)).rejects.toThrow("Python's venv module is missing");
});

test("a Python that is too old or missing is refused", async () => {
  usePython({ version: "3.9.18" });
  await expect(ensureEmulatorInstalled(folder)).rejects.toThrow(/3\.10 or newer is needed.*found 3\.9\.18/);
  process.env.PYTHON = join(root, "none");
  await expect(ensureEmulatorInstalled(folder)).rejects.toThrow(/3\.10 or newer is needed.*found none as/);
});
