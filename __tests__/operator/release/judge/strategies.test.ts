import {
  judgingSeconds,
  stepsFor,
  strategies,
  strategyOf,
  totalSeconds,
} from "../../../../operator/release/judge/strategies";
import { releaseSessionSeconds } from "../../../../operator/workflows/steps";
import { strategyNames as names, writeSteps } from "../../../../settings/schema/release/steps";

test("the steps are those of document 003", () => {
  expect(Object.fromEntries(names.map((name) => [name, writeSteps(strategies[name].steps)]))).toEqual({
    blue_green: "10:5m,25:5m,50:10m,75:10m,100",
    canary: "10:1m,20:1m,30:1m,40:1m,50:1m,100",
    rolling: "100",
  });
});

test("own steps replace those of a strategy", () => {
  expect(stepsFor("blue_green", "5:1h,100").steps).toEqual([
    { percent: 5, seconds: 3600 },
    { percent: 100, seconds: 0 },
  ]);
  expect(stepsFor("canary", undefined).steps).toBe(strategies.canary.steps);
});

test("a stack that cannot divide requests rolls, unless the setting says otherwise", () => {
  expect([strategyOf(undefined, true), strategyOf(undefined, false)]).toEqual(["blue_green", "rolling"]);
  expect([strategyOf("canary", true), strategyOf("rolling", true)]).toEqual(["canary", "rolling"]);
});

test("rolling refuses percentages by name, and takes 100", () => {
  expect(stepsFor("rolling", "100").steps).toEqual([{ percent: 100, seconds: 0 }]);
  expect(stepsFor("rolling", "10:5m,100").mistakes).toEqual([
    expect.objectContaining({ problem: expect.stringContaining("rolling has no percentages"), found: "10" }),
  ]);
});

test("a mistake in the text is that of the text with every strategy", () => {
  for (const name of names) {
    expect(stepsFor(name, "10:5m").mistakes).toEqual([expect.objectContaining({ found: "10" })]);
  }
});

test.each([
  ["blue_green", 55, 75],
  ["canary", 30, 54],
  ["rolling", 25, 29],
] as const)(
  "%s takes its start, its steps, the watch and the finish: %d minutes, up to %d with figures that are late",
  (name, minutes, most) => {
    expect(totalSeconds(strategies[name].steps, false)).toBe(minutes * 60);
    expect(totalSeconds(strategies[name].steps, true)).toBe(most * 60);
  },
);

test("a step that is prolonged waits for figures once more", () => {
  const { steps } = strategies.blue_green;
  expect(totalSeconds(steps, true) + judgingSeconds(steps, true)).toBe(140 * 60);
  expect(totalSeconds(steps, false) + judgingSeconds(steps, false)).toBe(100 * 60);
});

test("a session of a release's job is longer than a release by blue_green whose steps are all prolonged", () => {
  const { steps } = strategies.blue_green;
  expect(releaseSessionSeconds).toBeGreaterThan(totalSeconds(steps, true) + judgingSeconds(steps, true));
});
