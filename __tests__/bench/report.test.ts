import { passes, sectionText } from "../../bench/report";

const check = { name: "times faster", value: 20, unit: "×" };

test("a figure passes at its target and fails beyond it", () => {
  expect(passes({ ...check, target: { atLeast: 20 } })).toBe(true);
  expect(passes({ ...check, target: { atLeast: 20.1 } })).toBe(false);
  expect(passes({ ...check, target: { atMost: 20 } })).toBe(true);
  expect(passes({ ...check, target: { atMost: 19.9 } })).toBe(false);
});

test("a section shows medians with their range, and each target with its verdict", () => {
  const text = sectionText({
    title: "One stack",
    measured: [{ name: "ours", unit: "s", summary: { median: 0.35123, min: 0.3, max: 1234.5 } }],
    checks: [
      { ...check, target: { atLeast: 20 } },
      { name: "over", value: 14.52, unit: "%", target: { atMost: 10 } },
    ],
  });

  expect(text.split("\n").map((line) => line.trim().split(/ {2,}/))).toEqual([
    ["One stack"],
    ["ours", "0.351 s", "(0.3–1235)"],
    ["pass", "times faster", "20 ×", "(at least 20)"],
    ["FAIL", "over", "14.5 %", "(at most 10)"],
  ]);
});
