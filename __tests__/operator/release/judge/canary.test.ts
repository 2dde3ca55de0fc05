import { checkCanary } from "../../../../operator/release/judge/canary";
import type { Figures, ProbeAnswer } from "../../../../operator/release/judge/figures";
import { answer, broken, figures, late, side, tenOf } from "./answers";

test.each<[string, Figures | undefined, ProbeAnswer[], boolean]>([
  ["99 % success", figures(side(1000, 10, 400, 50)), [], true],
  ["less than 99 % success", figures(side(1000, 11, 400, 50)), [], false],
  ["500 ms", figures(side(1000, 0, 500, 50)), [], true],
  ["501 ms", figures(side(1000, 0, 501, 50)), [], false],
  ["90 % CPU", figures(side(1000, 0, 400, 90)), [], true],
  ["90.1 % CPU", figures(side(1000, 0, 400, 90.1)), [], false],
  ["no metric of CPU", figures(side(1000, 0, 400)), [], true],
  ["good probes alone", undefined, tenOf(), true],
  ["a failed probe alone", undefined, tenOf(broken), false],
  ["slow probes alone", undefined, tenOf(answer(501)), false],
  ["a probe that timed out, which no metric counts", figures(side(90, 0, 400)), tenOf(late), false],
  ["a failed probe of many requests", figures(side(1000, 1, 400)), tenOf(broken), true],
])("%s", (_, given, probes, passed) => {
  expect(checkCanary(given, probes).passed).toBe(passed);
});

test("every figure is in the reasons, one that is not there as not measured", () => {
  expect(checkCanary(figures(side(300, 30, 620)), []).reasons).toEqual([
    "canary: success 90 %, expected at least 99 %",
    "canary: p95 620 ms, expected at most 500 ms",
    "canary: CPU not measured",
  ]);
});

test("a probe is counted once: as ours, not as a user's too", () => {
  // 100 requests, 10 of them ours, of which one failed: 99 %.
  expect(checkCanary(figures(side(100, 1, 80)), tenOf(broken)).passed).toBe(true);
  expect(checkCanary(figures(side(100, 2, 80)), tenOf(broken)).passed).toBe(false);
});
