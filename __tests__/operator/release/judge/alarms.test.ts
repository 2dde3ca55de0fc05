import { judgeAlarms } from "../../../../operator/release/judge/alarms";
import type { AlarmFigure } from "../../../../operator/release/judge/figures";
import { alarm } from "./answers";

const rules = { despite: [], changing: [], quietSince: [] };

test.each<[string, AlarmFigure, "fine" | "warned" | "failed"]>([
  ["a critical one of the system", alarm("database"), "failed"],
  ["a critical one of the new side", alarm("errors", { side: "new" }), "failed"],
  ["a critical one of the live side", alarm("errors", { side: "live" }), "fine"],
  ["a warning of the new side", alarm("cpu", { side: "new", critical: false }), "warned"],
  ["a warning of the system", alarm("cpu", { critical: false }), "warned"],
  ["one that was raised before", alarm("database", { wasAlarm: true }), "fine"],
  ["a quiet one", alarm("database", { isAlarm: false }), "fine"],
  ["one that went quiet", alarm("database", { wasAlarm: true, isAlarm: false }), "fine"],
])("%s: %s", (_, figure, is) => {
  expect(judgeAlarms([figure], rules).is).toBe(is);
});

test("one that was raised before, went quiet and is raised again is new", () => {
  const first = judgeAlarms([alarm("database", { wasAlarm: true, isAlarm: false })], rules);
  expect(judgeAlarms([alarm("database", { wasAlarm: true })], { ...rules, quietSince: first.quietSince }).is).toBe(
    "failed",
  );
});

test("--despite leaves out the named one alone, and says so", () => {
  const judged = judgeAlarms([alarm("known", { side: "new" })], { ...rules, despite: ["known"] });
  expect(judged).toMatchObject({ is: "fine", reasons: ["alarm known was raised: left out by --despite"] });
  expect(judgeAlarms([alarm("known"), alarm("other")], { ...rules, despite: ["known"] }).is).toBe("failed");
});

test("what was raised while its side was being started or stopped is left out, what is of the system or raised later is not", () => {
  const changing = { ...rules, changing: ["api-down", "database"] };
  expect(judgeAlarms([alarm("api-down", { side: "new" })], changing).is).toBe("fine");
  expect(judgeAlarms([alarm("api-down", { side: "new" }), alarm("database")], changing).is).toBe("failed");
  expect(judgeAlarms([alarm("api-slow", { side: "new" })], changing).is).toBe("failed");
});

test("every raised alarm is in the reasons, a quiet one is not", () => {
  expect(
    judgeAlarms([alarm("a"), alarm("b", { critical: false }), alarm("c", { isAlarm: false })], rules).reasons,
  ).toEqual(["alarm a was raised: critical, of the system", "alarm b was raised: a warning, of the system"]);
});
