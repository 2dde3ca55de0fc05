import {
  stepsFor,
  strategies,
  strategyOf,
  totalSeconds,
  waitingSeconds,
} from "../../../../operator/release/judge/strategies";
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
  ["blue_green", 55],
  ["canary", 30],
  ["rolling", 25],
] as const)("%s takes its start, its steps, the watch and the finish: %d minutes", (name, minutes) => {
  expect(totalSeconds(strategies[name].steps)).toBe(minutes * 60);
});

test.each([
  ["blue_green", 10],
  ["canary", 12],
  ["rolling", 2],
] as const)("%s waits for its figures about %d minutes", (name, minutes) => {
  expect(waitingSeconds(strategies[name].steps)).toBe(minutes * 60);
});
