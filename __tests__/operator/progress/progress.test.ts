import { duration } from "../../../operator/process/duration";
import { JsonProgress } from "../../../operator/progress/progress-json";
import { LineProgress } from "../../../operator/progress/progress-lines";
import { TerminalProgress } from "../../../operator/progress/progress-terminal";

const done = {
  stack: "aws-x",
  type: "resource_done",
  address: "a.one",
  action: "create",
  seconds: 12,
} as const;

test.each([
  [0.44, "0.4s"],
  [12, "12s"],
  [59.9, "59s"],
  [185, "3m05s"],
  [7620, "2h07m"],
  [273_600, "3d04h"],
])("%d seconds are %s", (seconds, text) => expect(duration(seconds)).toBe(text));

test("a log gets one line for each event", () => {
  const lines: string[] = [];
  const progress = new LineProgress((line) => lines.push(line));
  progress.report({ stack: "aws-x", type: "step", step: "apply", total: 2 });
  progress.report(done);
  progress.report({ ...done, type: "resource_failed", address: "a.two" });
  expect(lines.map((line) => line.replace(/^ +\S+ /, ""))).toEqual([
    "aws-x: apply of 2 resources",
    "aws-x: a.one: created after 12s",
    "aws-x: a.two: create FAILED after 12s",
  ]);
});

test("machines get one JSON document a line", () => {
  const lines: string[] = [];
  new JsonProgress((line) => lines.push(line)).report(done);
  expect(JSON.parse(lines[0] as string)).toMatchObject(done);
});

test("questions of stacks that are deployed in parallel come one after the other", async () => {
  const progress = new LineProgress(() => {});
  const order: string[] = [];
  const ask = (name: string) => async () => {
    order.push(`${name} question`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    order.push(`${name} answered`);
  };
  await Promise.all([progress.quietly(ask("a")), progress.quietly(ask("b"))]);
  expect(order).toEqual(["a question", "a answered", "b question", "b answered"]);
});

describe("on a terminal", () => {
  let written: string;
  let progress: TerminalProgress;
  beforeEach(() => {
    written = "";
    jest.useFakeTimers();
    const out = { rows: 10, columns: 60, write: (text: string) => (written += text) };
    progress = new TerminalProgress(out as unknown as NodeJS.WriteStream);
    progress.report({ stack: "aws-x", type: "step", step: "apply", total: 105 });
    progress.report({ stack: "aws-x", type: "resource_start", address: "a.slow", action: "create" });
  });
  afterEach(() => {
    progress.close();
    jest.useRealTimers();
  });

  test("each stack and what it works on is drawn with its elapsed time", () => {
    jest.advanceTimersByTime(65_000);
    expect(written).toContain("aws-x  apply 0/105  1m05s");
    expect(written).toContain("   1m05s create a.slow");
  });

  test("finished resources are counted and leave the live display", () => {
    progress.report({ ...done, address: "a.slow" });
    written = "";
    jest.advanceTimersByTime(200);
    expect(written).toContain("apply 1/105");
    expect(written).not.toContain("a.slow");
  });

  test("nothing is drawn over a question", async () => {
    const question = progress.quietly(async () => {
      written = "";
      jest.advanceTimersByTime(1000);
      progress.report(done);
      expect(written).toBe("");
    });
    await question;
    await Promise.resolve();
    expect(written).toContain("12s created a.one\n");
  });
});
