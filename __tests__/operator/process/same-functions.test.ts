import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { functionSources, haveSameFunctions } from "../../../operator/process/same-functions";

const here = process.cwd();
const folder = realpathSync(mkdtempSync(join(tmpdir(), "checkout-")));
const code = join(folder, "functions", "bot");
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
    cwd: folder,
    encoding: "utf8",
  });

/** The commit after this file has another text. */
function edited(path: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${path} ${Math.random()}`);
  git("add", "--all");
  git("commit", "--quiet", "--message", path);
  return git("rev-parse", "HEAD").trim();
}

beforeAll(() => {
  git("init", "--quiet");
  for (const path of ["functions/bot/handlers/chat.py", "functions/other/a.py", "package-lock.json"]) edited(path);
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(here);
  rmSync(folder, { recursive: true });
});

test.each([
  ["docs/release.md", true],
  ["systems/bot/dev.tfvars", true],
  ["functions/other/a.py", true],
  ["functions/bot/tests/test_chat.py", true],
  ["functions/bot/handlers/tests/test_chat.py", true],
  ["functions/bot/.coveragerc", true],
  ["functions/bot/handlers/chat.py", false],
  ["functions/bot/handlers/latest.py", false],
  ["functions/bot/requirements.txt", false],
  ["package-lock.json", false],
  ["modules/aws/functions/function-archive.ts", false],
])("a commit that changes %s has the same functions: %s", (path, same) => {
  const before = git("rev-parse", "HEAD").trim();
  expect(haveSameFunctions(before, edited(path), code)).toBe(same);
});

test("what cannot be compared is not the same", () => {
  const head = git("rev-parse", "HEAD").trim();
  expect([
    haveSameFunctions(head, head, undefined),
    haveSameFunctions(head, "a".repeat(40), code),
    haveSameFunctions("app:1", "app:2", code),
    haveSameFunctions(head, `${head}-dirty`, code),
    haveSameFunctions(head, git("rev-parse", "HEAD~").trim(), "/elsewhere"),
  ]).toEqual([true, false, false, false, false]);
  expect(functionSources(code)).toEqual([
    "functions/bot",
    "package-lock.json",
    "modules/aws/functions/function-archive.ts",
  ]);
});
