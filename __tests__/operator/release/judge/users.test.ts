import type { Figures } from "../../../../operator/release/judge/figures";
import { judgeUsers, withoutProbes } from "../../../../operator/release/judge/users";
import { answer, broken, figures, good, late, refused, side } from "./answers";

const rules = { minRequests: 100 };

describe("users' requests over a step", () => {
  test.each<[string, Figures | undefined, "fine" | "failed" | "silent"]>([
    ["10 % errors", figures(side(100, 10, 200)), "fine"],
    ["more than 10 % errors", figures(side(100, 11, 200)), "failed"],
    ["errors above 10 % of many", figures(side(1000, 101, 200)), "failed"],
    ["one request too few, all failed", figures(side(99, 99, 4000)), "silent"],
    ["p95 half as long again", figures(side(100, 0, 300), side(900, 0, 200)), "fine"],
    ["p95 more than half as long again", figures(side(100, 0, 301), side(900, 0, 200)), "failed"],
    ["a p95 that is twice as long, by 50 ms", figures(side(100, 0, 100), side(900, 0, 50)), "fine"],
    ["a p95 that is twice as long, by 51 ms", figures(side(100, 0, 102), side(900, 0, 51)), "failed"],
    ["no metrics", undefined, "silent"],
    ["metrics that are no numbers", figures(side(Number.NaN, 0, 100)), "silent"],
    ["errors that are no number", figures(side(500, Number.NaN, 100)), "silent"],
  ])("%s: %j is %s", (_, given, is) => {
    expect(judgeUsers(given, [], rules).is).toBe(is);
  });

  test.each<[string, Figures, string]>([
    ["few requests on the live side", figures(side(100, 0, 900), side(99, 0, 100)), "the live side had 99 requests"],
    ["an idle live side", figures(side(100, 0, 900), side(0, 0)), "the live side had 0 requests"],
    ["a live side without a p95", figures(side(100, 0, 900), side(500, 0)), "not compared"],
    ["a live p95 that is no number", figures(side(100, 0, 900), side(500, 0, Number.NaN)), "not compared"],
    ["a new side without a p95", figures(side(100, 0)), "not compared"],
  ])("with %s the p95 is not compared, which is said", (_, given, reason) => {
    const judged = judgeUsers(given, [], rules);
    expect(judged.is).toBe("fine");
    expect(judged.reasons.join()).toContain(reason);
  });

  test("every figure is in the reasons", () => {
    expect(judgeUsers(figures(side(250, 3, 180), side(900, 1, 150)), [], rules).reasons).toEqual([
      "users: 3 of 250 requests failed",
      "users: p95 180 ms, on the live side 150 ms",
    ]);
    expect(judgeUsers(figures(side(250, 30, 400), side(900, 1, 150)), [], rules).reasons).toEqual([
      "users: 30 of 250 requests failed, more than 10 %",
      "users: p95 400 ms, on the live side 150 ms: more than 50 % and 50 ms worse",
    ]);
  });

  test("the least number is the setting's", () => {
    expect(judgeUsers(figures(side(20, 0, 200)), [], { minRequests: 20 }).is).toBe("fine");
    expect(judgeUsers(figures(side(19, 0, 200)), [], { minRequests: 20 }).is).toBe("silent");
  });
});

describe("our probes", () => {
  test("are no users: a hundred of them alone are silence", () => {
    const probes = Array.from({ length: 100 }, () => good);
    expect(judgeUsers(figures(side(199, 0, 200)), probes, rules).is).toBe("silent");
    expect(judgeUsers(figures(side(200, 0, 200)), probes, rules).is).toBe("fine");
  });

  test("take their own errors with them, and hide none of the users'", () => {
    const probes = [...Array.from({ length: 90 }, () => good), ...Array.from({ length: 10 }, () => broken)];
    expect(withoutProbes(side(300, 30), probes)).toEqual({ requests: 200, errors: 20 });
    // 21 of 200 users is more than 10 %; 31 of 300 with the probes would be as well, 21 of 300 would not.
    expect(judgeUsers(figures(side(300, 31, 200)), probes, rules).is).toBe("failed");
    expect(judgeUsers(figures(side(300, 30, 200)), probes, rules).is).toBe("fine");
  });

  test.each([
    ["a refused connection never arrived", refused, { requests: 200, errors: 5 }],
    ["a timeout arrived and is no server error", late, { requests: 199, errors: 5 }],
    ["a 404 arrived and is no server error", answer(9, { failed: true, status: 404 }), { requests: 199, errors: 5 }],
    ["a 503 arrived and is one", answer(9, { failed: true, status: 503 }), { requests: 199, errors: 4 }],
  ])("%s", (_, probe, expected) => {
    expect(withoutProbes(side(200, 5), [probe])).toEqual(expected);
  });

  test("that the metrics do not show yet leave nothing below zero", () => {
    expect(withoutProbes(side(3, 0), [good, good, good, good, broken])).toEqual({ requests: 0, errors: 0 });
  });
});
