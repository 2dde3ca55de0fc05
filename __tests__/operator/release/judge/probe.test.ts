import type { ProbeAnswer } from "../../../../operator/release/judge/figures";
import { judgeProbes, nearestRank } from "../../../../operator/release/judge/probe";
import { answer, broken, good, late, refused, tenOf } from "./answers";

describe("the nearest rank", () => {
  test.each([
    [[5, 1, 3], 95, 5],
    [[10, 20, 30, 40, 50, 60, 70, 80, 90, 100], 95, 100],
    [Array.from({ length: 20 }, (_, index) => index + 1), 95, 19],
    [Array.from({ length: 100 }, (_, index) => index + 1), 95, 95],
    [Array.from({ length: 100 }, (_, index) => index + 1), 50, 50],
    [[7], 1, 7],
  ])("of %j at %d is %d", (values, percentile, expected) => {
    expect(nearestRank(values, percentile)).toBe(expected);
  });

  test("of nothing is nothing, and the values keep their order", () => {
    expect(nearestRank([], 95)).toBeUndefined();
    const values = [3, 1, 2];
    nearestRank(values, 95);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe("one sample of ten", () => {
  test.each<[string, ProbeAnswer[], string, string | undefined]>([
    ["good answers", tenOf(), "fine", undefined],
    ["one of 1000 ms", tenOf(answer(1000)), "fine", undefined],
    ["one of 1001 ms", tenOf(answer(1001)), "fine", "p95 of the probes is 1001 ms, more than 1000 ms"],
    ["one error", tenOf(broken), "confirm", undefined],
    ["one refused connection", tenOf(refused), "confirm", undefined],
    ["one timeout", tenOf(late), "confirm", "p95 of the probes is 5000 ms, more than 1000 ms"],
    [
      "an answer that came after 5 s",
      tenOf(answer(5000)),
      "confirm",
      "p95 of the probes is 5000 ms, more than 1000 ms",
    ],
    [
      "a timeout of a client that waited longer",
      tenOf({ ...late, ms: 9000 }),
      "confirm",
      expect.stringContaining("5000"),
    ],
    ["a time that is no number", tenOf(answer(Number.NaN)), "confirm", expect.stringContaining("5000 ms")],
    ["no answers", [], "fine", undefined],
  ])("with %s", (_, answers, is, issue) => {
    expect(judgeProbes(answers)).toMatchObject({ is, ...(issue !== undefined && { issue }) });
    if (issue === undefined) expect(judgeProbes(answers).issue).toBeUndefined();
  });

  test("5 % of errors are allowed, more are not", () => {
    const ofTwenty = (errors: number) => Array.from({ length: 20 }, (_, index) => (index < errors ? broken : good));
    expect(judgeProbes(ofTwenty(1)).is).toBe("fine");
    expect(judgeProbes(ofTwenty(2)).is).toBe("confirm");
  });
});

describe("the second sample", () => {
  test("with errors too fails the release, and says both", () => {
    expect(judgeProbes(tenOf(broken), tenOf(broken, late))).toEqual({
      is: "failed",
      issue: undefined,
      reasons: [
        "probes: 1 of 10 failed, p95 80 ms, and in the second sample 2 of 10 failed: more than 5 % in two samples",
      ],
    });
  });

  test("without errors clears the first of its errors, not of its time", () => {
    expect(judgeProbes(tenOf(late), tenOf())).toMatchObject({ is: "fine", issue: expect.stringContaining("5000 ms") });
  });

  test("is no second issue: one moment is one", () => {
    expect(judgeProbes(tenOf(broken), tenOf(answer(3000)))).toMatchObject({ is: "fine" });
    expect(judgeProbes(tenOf(broken), tenOf(answer(3000))).issue).toBeUndefined();
  });

  test("without an answer proves nothing", () => {
    expect(judgeProbes(tenOf(broken), []).is).toBe("confirm");
  });

  test("is not looked at where the first has no errors", () => {
    expect(judgeProbes(tenOf(), tenOf(broken)).is).toBe("fine");
  });
});
