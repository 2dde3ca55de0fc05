import { randomBytes } from "node:crypto";
import { planKey, takeKey } from "../../../operator/handover/key";

const bytes = randomBytes(32);

test.each([
  ["base64", bytes.toString("base64")],
  ["base64 for URLs, without its end", bytes.toString("base64url")],
  ["hex", bytes.toString("hex")],
  ["base64 with a line feed, as a file has it", `${bytes.toString("base64")}\n`],
])("a key of 32 bytes is read as %s, and no child process sees it", (_, text) => {
  const env = { PLAN_KEY: text, OTHER: "1" };
  expect(planKey("plans", env)).toEqual(bytes);
  expect(env).toEqual({ OTHER: "1" });
});

test.each<[what: string, text: string | undefined, message: RegExp]>([
  [
    "no key",
    undefined,
    /^PLAN_KEY: expected the key of the plans in plans, found none: a plan holds secrets and is never stored plain; make one with `openssl rand -base64 32`/,
  ],
  ["an empty one", " ", /found none/],
  [
    "16 bytes",
    randomBytes(16).toString("base64"),
    /^PLAN_KEY: expected 32 random bytes as base64 or hex, found 16 bytes: make one with/,
  ],
  ["a passphrase", "correct horse battery staple", /found a text that is neither/],
])("%s is refused in one line that says how to make one, and not what was found", (_, text, message) => {
  const read = () => planKey("plans", { PLAN_KEY: text });
  expect(read).toThrow(message);
  expect(read).toThrow(expect.objectContaining({ message: expect.not.stringMatching(/\n|correct horse/) }));
});

test("a key that was taken out of the environment is the one of the plans, once", () => {
  const env = { PLAN_KEY: bytes.toString("hex"), OTHER: "1" };
  takeKey(env);
  expect(env).toEqual({ OTHER: "1" });
  takeKey(env);
  expect(planKey("plans", env)).toEqual(bytes);
  expect(() => planKey("plans", env)).toThrow(/found none/);
});

test.each(["state", "state:own"])("the word %s says that each job makes the key itself", (word) => {
  expect(planKey("plans", { PLAN_KEY: word })).toBe(word);
});
