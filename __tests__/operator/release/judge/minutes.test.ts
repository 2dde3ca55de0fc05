import { missingMinutes, windowOf } from "../../../../operator/release/judge/minutes";

test.each([
  ["a minute that begins with one", 0, 60, 0, 60],
  ["a minute from the middle of one: the next one", 40, 60, 60, 120],
  ["five minutes", 40, 300, 60, 360],
  ["half a minute: one at least", 10, 30, 60, 120],
  ["a minute and a half", 40, 90, 60, 180],
  ["no length", 40, 0, 60, 60],
])("%s", (_, at, seconds, from, to) => {
  expect(windowOf(at * 1000, (at + seconds) * 1000)).toEqual({ from: from * 1000, to: to * 1000 });
});

test("what has not arrived is named by its minutes", () => {
  const from = Date.parse("2026-11-30T08:01:00.000Z");
  const window = { from, to: from + 300_000 };
  expect(missingMinutes(window)).toBeUndefined();
  expect(missingMinutes(window, window.to)).toBeUndefined();
  expect(missingMinutes(window, from + 180_000)).toBe("users: the figures of 08:04 to 08:06 UTC have not arrived");
});
