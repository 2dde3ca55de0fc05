import { takenBackBy } from "../../../../operator/release/log/gave";

const release = (build: string, live?: string) => ({ build, live });
const rollback = (fromBuild: string, status = "completed") =>
  ({ kind: "rollback", status, build: "b", fromBuild }) as const as Parameters<typeof takenBackBy>[1][number];

test("what an earlier version did not record was not taken back by a rollback of what came after it", () => {
  const next = { ...rollback("chat=2"), kind: "release" as const, live: "chat=3" };
  expect(takenBackBy(release("c2"), [rollback("chat=3"), next])).toBeUndefined();
});

test.each<[string, ReturnType<typeof release>, ReturnType<typeof rollback>, boolean]>([
  ["an image", release("app:2"), rollback("app:2"), true],
  ["another image", release("app:2"), rollback("app:3"), false],
  ["versions", release("c2", "chat=2 summary=1"), rollback("chat=2 summary=1"), true],
  ["one other version", release("c2", "chat=2 summary=1"), rollback("chat=2 summary=2"), false],
  ["versions, with a function that has come", release("c2", "chat=2"), rollback("chat=2 stats=1"), true],
  ["versions, with a function that has gone", release("c2", "chat=2 stats=1"), rollback("chat=2"), true],
  ["what an earlier version did not record, by what followed at once", release("c2"), rollback("chat=2"), true],
  ["a rollback that failed", release("app:2"), rollback("app:2", "failed"), false],
])("whether a rollback took back %s", (_, of, back, is) => {
  expect(takenBackBy(of, [back])).toBe(is ? back : undefined);
});
