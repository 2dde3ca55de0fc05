import { cutEnd, cutMiddle, displayWidth } from "../../../operator/progress/cut";
import { TerminalProgress } from "../../../operator/progress/progress-terminal";
import { Screen } from "./screen";

const long = "aws_s3_bucket_server_side_encryption_configuration.audit-trail_bucket_encryption_29C47943";
const stack = "account-local";

let screen: Screen;
let progress: TerminalProgress;
beforeEach(() => {
  jest.useFakeTimers();
  screen = new Screen(80);
  progress = new TerminalProgress(screen as unknown as NodeJS.WriteStream);
});
afterEach(() => {
  progress.close();
  jest.useRealTimers();
});

const done = (address: string, seconds: number) =>
  progress.report({ stack, type: "resource_done", address, action: "create", seconds });

test("a resource has one line of 80 columns, which begins with the time and ends with the name", () => {
  done(long, 12);
  progress.report({ stack, type: "resource_failed", address: long, action: "update", seconds: 61 });
  expect(screen.text.slice(0, 2)).toEqual([
    expect.stringMatching(/^account-local {4}12s created aws_s3_\S+…\S+_29C47943$/),
    expect.stringMatching(/^account-local {2}1m01s update FAILED aws_s3_\S+…\S+_29C47943$/),
  ]);
  for (const line of screen.text) expect(displayWidth(line)).toBeLessThanOrEqual(79);
});

test("what took no time is counted and has no line", () => {
  progress.report({ stack, type: "step", step: "apply", total: 3 });
  done("a.one", 0);
  done("a.two", 0.4);
  jest.advanceTimersByTime(200);
  expect(screen.text).toEqual(["account-local  apply 2/3  0.2s"]);
  done("a.three", 2);
  expect(screen.text).toEqual(["account-local   2.0s created a.three", "account-local  apply 3/3  0.2s"]);
});

test("a plan shows how much it has read, and what it waits for", () => {
  progress.report({ stack, type: "step", step: "plan" });
  for (const address of ["a.one", "a.two", "a.hangs"]) progress.report({ stack, type: "read_start", address });
  for (const address of ["a.one", "a.two"]) progress.report({ stack, type: "read_done", address });
  jest.advanceTimersByTime(91_000);
  expect(screen.text).toEqual(["account-local  plan (2 read)  1m31s", "   1m31s read a.hangs"]);
});

test("why a resource failed is shown in one line", () => {
  const summary =
    "creating EFS\nFile System: StatusCode: 500, api error InternalError: We encountered an internal error";
  const diagnostic = { severity: "error", address: "aws_efs_file_system.a", summary, detail: "more" } as const;
  progress.report({ stack, type: "diagnostic", diagnostic });
  expect(screen.text).toHaveLength(2); // With the live line of the stack.
  expect(screen.text[0]).toMatch(/^account-local error: aws_efs_file_system\.a: creating EFS File System: Stat.*…$/);
});

test("a note is broken between words", () => {
  const text =
    "init of aws-local is locked by root@host (process 4711) since 2026-11-29T17:19:04.796Z (2.3s), operation init of account-local: wait until it ends";
  progress.report({ stack, type: "note", text });
  const lines = screen.text.slice(0, 3);
  expect(lines.join(" ").replace(/ +/g, " ")).toBe(`${stack} ${text}`);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(79);
  expect(lines[0]).toMatch(/^account-local init of .* since$/);
  expect(lines[1]).toMatch(/^ {4}2026\S+ \(2\.3s\), operation/);
});

test("^C of the terminal is not left in front of what is printed next", async () => {
  progress.report({ stack, type: "step", step: "apply", total: 1 });
  screen.write("^C");
  await progress.quietly(async () => screen.write("stopping after SIGINT\n"));
  jest.advanceTimersByTime(200);
  expect(screen.text).toEqual(["stopping after SIGINT", "account-local  apply 0/1  0.2s"]);
});

test("wide characters and control characters break no line", () => {
  progress.report({ stack, type: "step", step: "apply", total: 1 });
  progress.report({ stack, type: "resource_start", address: `a["${"漢字".repeat(40)}\u001b[2J\n"]`, action: "create" });
  jest.advanceTimersByTime(1000);
  expect(screen.text).toHaveLength(2);
  for (const line of screen.text) expect(displayWidth(line)).toBeLessThanOrEqual(79);
});

test.each([
  ["abc", 3],
  ["漢字", 4],
  ["e\u0301", 1],
  ["🚀", 2],
])("%s takes %d columns", (text, width) => expect(displayWidth(text)).toBe(width));

test.each([1, 2, 3, 10, 11, 30])("a text is cut to at most %d columns", (width) => {
  for (const text of ["short", long, "漢字".repeat(20), `a${"🚀".repeat(20)}`]) {
    for (const cut of [cutEnd(text, width), cutMiddle(text, width)])
      expect(displayWidth(cut)).toBeLessThanOrEqual(width);
  }
  expect(cutEnd("abcdefghijkl", 5)).toBe("abcd…");
  expect(cutMiddle("abcdefghijkl", 5)).toBe("ab…kl");
});
