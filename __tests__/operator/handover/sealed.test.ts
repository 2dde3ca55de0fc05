import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { packed, unpacked } from "../../../operator/handover/pack";
import { opened, sealed } from "../../../operator/handover/sealed";

const key = randomBytes(32);
const open = (file: Buffer, stack = "aws-prod", with_: Buffer = key) =>
  opened("plans/aws-prod.plan", stack, file, with_);
const content = Buffer.from("hunter2, and more of what a plan holds");

test("opens with its key, shows nothing of its content, and is another file each time", () => {
  const file = sealed("aws-prod", content, key);
  expect(open(file)).toEqual(content);
  expect(file.includes("hunter2")).toBe(false);
  expect(sealed("aws-prod", content, key).equals(file)).toBe(false);
});

test.each<[what: string, file: () => Uint8Array, stack: string, key: Buffer, message: RegExp]>([
  [
    "another key",
    () => sealed("aws-prod", content, key),
    "aws-prod",
    randomBytes(32),
    /encrypted with another key: PLAN_KEY is not the one it was planned with/,
  ],
  [
    "the plan of another stack",
    () => sealed("aws-dev", content, key),
    "aws-prod",
    key,
    /expected the plan of aws-prod, found that of aws-dev/,
  ],
  [
    "a cut file",
    () => sealed("aws-prod", content, key).subarray(0, -5),
    "aws-prod",
    key,
    /expected 54 bytes after its first line, found 49: the file was cut or added to/,
  ],
  [
    "a file with more",
    () => Buffer.concat([sealed("aws-prod", content, key), Buffer.from("x")]),
    "aws-prod",
    key,
    /found 55: the file was cut or added to/,
  ],
  [
    "a plan of Terraform",
    () => Buffer.from("PK\u0003\u0004 zip"),
    "aws-prod",
    key,
    /expected a plan that `npm run plan -- <stack> --out <folder>` wrote, found another file/,
  ],
  ["an empty file", () => Buffer.alloc(0), "aws-prod", key, /found another file/],
  [
    "JSON",
    () => Buffer.from('{"format":"multicloud-stacks plan","version":1}\n'),
    "aws-prod",
    key,
    /found another file/,
  ],
  [
    "another version's",
    () =>
      Buffer.from(sealed("aws-prod", content, key).toString("latin1").replace('"version":1', '"version":2'), "latin1"),
    "aws-prod",
    key,
    /expected form 1 of a handed-over plan, found 2/,
  ],
  [
    "one whose first line names another stack",
    () => Buffer.from(sealed("aws-dev", content, key).toString("latin1").replace("aws-dev", "aws-prod"), "latin1"),
    "aws-prod",
    key,
    /it was changed after it was written/,
  ],
])("%s is refused in one message", (_, file, stack, with_, message) => {
  expect(() => open(Buffer.from(file()), stack, with_)).toThrow(message);
  expect(() => open(Buffer.from(file()), stack, with_)).toThrow(/^plans\/aws-prod\.plan: .*\. Nothing was changed$/);
});

test("no byte of it can be another", () => {
  const file = sealed("aws-prod", content, key);
  fc.assert(
    fc.property(fc.nat({ max: file.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = Buffer.from(file);
      changed[at] = (changed[at] as number) ^ by;
      expect(() => open(changed)).toThrow(/^plans\/aws-prod\.plan: .* Nothing was changed$/s);
    }),
    { numRuns: 300 },
  );
});

test("files come out of a pack as they went in, and none leads out of its folder", () => {
  const anyFiles = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z./]{1,20}$/), fc.uint8Array({ maxLength: 300 })), {
    selector: ([name]) => name,
  });
  fc.assert(
    fc.property(anyFiles, (pairs) => {
      const files = new Map(pairs.map(([name, bytes]) => [name, Buffer.from(bytes)]));
      const leadsOut = pairs.some(([name]) => name.startsWith("/") || name.split("/").includes(".."));
      if (leadsOut) expect(() => unpacked(packed(files))).toThrow("not a path below the folder");
      else expect(unpacked(packed(files))).toEqual(files);
    }),
  );
});
