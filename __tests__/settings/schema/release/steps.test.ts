import { readSteps, writeSteps } from "../../../../settings/schema/release/steps";

test.each([
  [
    "10:5m,50:10m,100",
    [
      [10, 300],
      [50, 600],
      [100, 0],
    ],
  ],
  ["100", [[100, 0]]],
  [
    " 1 : 30s , 99:2h, 100:15m ",
    [
      [1, 30],
      [99, 7200],
      [100, 900],
    ],
  ],
  [
    "5:24h,100",
    [
      [5, 86_400],
      [100, 0],
    ],
  ],
])("%p are steps", (text, steps) => {
  expect(readSteps(text)).toEqual({ steps: steps.map(([percent, seconds]) => ({ percent, seconds })), mistakes: [] });
});

test.each([
  ["", "no steps: expected steps such as 10:5m,50:10m,100, found an empty text"],
  ["10:5m", "all requests are never moved: expected 100 as the last step, found 10"],
  ["10,100", "a step before the last has no time: expected a time after it, such as 10:5m, found 10"],
  ["50:5m,25:5m,100", "percentages must rise: expected more than 50, found 25 after 50"],
  ["50:5m,50:5m,100", "percentages must rise: expected more than 50, found 50 after 50"],
  ["100:5m,100", "percentages must rise: expected nothing after 100, found 100 after 100"],
  ["0:5m,100", "not a percentage: expected a whole number from 1 to 100, found 0"],
  ["12.5:5m,100", "not a percentage: expected a whole number from 1 to 100, found 12.5"],
  ["-1:5m,100", "not a percentage: expected a whole number from 1 to 100, found -1"],
  ["10%:5m,100", "not a percentage: expected a whole number from 1 to 100, found 10%"],
  ["10:5m,101", "not a percentage: expected a whole number from 1 to 100, found 101"],
  [":5m,100", "not a percentage: expected a whole number from 1 to 100, found :5m"],
  ...["5", "0m", "5d", "5 m", "1h30m", "-5m", "1.5h", "25h", "1441m", "99999h", "five"].map((time) => [
    `10:${time},100`,
    `not a time: expected a whole number of seconds, minutes or hours such as 30s, 5m or 1h, at most 24h, found ${time}`,
  ]),
  [
    "10:,100",
    "not a time: expected a whole number of seconds, minutes or hours such as 30s, 5m or 1h, at most 24h, found 10:",
  ],
  ["10:5m,,100", "a step is missing: expected <percent>:<time>, steps such as 10:5m,50:10m,100, found nothing"],
  ["10:5m,100,", "a step is missing: expected <percent>:<time>, steps such as 10:5m,50:10m,100, found nothing"],
  ["10:5:5,100", "not a step: expected <percent>:<time>, steps such as 10:5m,50:10m,100, found 10:5:5"],
])("%p has one mistake, in words", (text, mistake) => {
  const { mistakes } = readSteps(text);
  expect(mistakes.map(({ problem, expected, found }) => `${problem}: expected ${expected}, found ${found}`)).toEqual([
    mistake,
  ]);
});

test("all mistakes are reported at once", () => {
  const { mistakes } = readSteps("0:5m,50:never,40:1m,60");
  expect(mistakes.map(({ problem }) => problem)).toEqual([
    "not a percentage",
    "not a time",
    "percentages must rise",
    "all requests are never moved",
  ]);
});

test.each(["10:5m,25:5m,50:10m,75:10m,100", "1:30s,50:2h,100:90s", "100"])("%s are written as they were", (text) => {
  expect(writeSteps(readSteps(text).steps ?? [])).toBe(text);
});
