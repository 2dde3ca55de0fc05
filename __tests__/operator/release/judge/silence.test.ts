import { onSilence } from "../../../../operator/release/judge/silence";

test.each([
  [{ prolonged: false, hasTerminal: true, onSilence: "rollback" }, "prolong"],
  [{ prolonged: false, hasTerminal: false, onSilence: "continue" }, "prolong"],
  [{ prolonged: true, hasTerminal: true, onSilence: "rollback" }, "ask"],
  [{ prolonged: true, hasTerminal: true, onSilence: "continue" }, "ask"],
  [{ prolonged: true, hasTerminal: false, onSilence: "rollback" }, "back"],
  [{ prolonged: true, hasTerminal: false, onSilence: "continue" }, "advance"],
] as const)("%j leads to %s", (silence, next) => {
  expect(onSilence(silence).next).toBe(next);
});

test("the setting that decided is named", () => {
  const { reason } = onSilence({ prolonged: true, hasTerminal: false, onSilence: "rollback" });
  expect(reason).toContain("release.on_silence is rollback");
});
