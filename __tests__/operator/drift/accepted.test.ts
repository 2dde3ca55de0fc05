import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accept, acceptedState, type ListedRun } from "../../../operator/drift/accept";
import { type Accepted, readAccepted } from "../../../operator/drift/accepted-file";
import type { Found } from "../../../operator/drift/report";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function listOf(text?: string) {
  const root = mkdtempSync(join(tmpdir(), "drift-"));
  folders.push(root);
  if (text !== undefined) writeFileSync(join(root, "drift.tfvars"), text);
  return readAccepted({ root });
}

const entry = (more: object = {}) => ({
  stack: "aws-prod",
  address: "aws_lb.one",
  attribute: "idle_timeout",
  until: "2026-12-31",
  reason: "a trial",
  ...more,
});
const hcl = (of: object) =>
  `accepted = [\n  {\n${Object.entries(of)
    .map(([key, value]) => `    ${key} = ${JSON.stringify(value)}\n`)
    .join("")}  },\n]\n`;

test("without a file nothing is accepted", () => expect(listOf()).toEqual([]));

test("an entry is read with its place", () => {
  expect(listOf(hcl(entry()))).toEqual([{ ...entry(), place: "drift.tfvars:2" }]);
});

test.each<[what: string, text: string, message: string]>([
  [
    "another key",
    `accept = []\n`,
    "drift.tfvars:1: accept: unknown key, expected accepted (the nearest name), found accept",
  ],
  ["no list", `accepted = {}\n`, "drift.tfvars:1: accepted: wrong type, expected a list"],
  [
    "no object",
    `accepted = ["a"]\n`,
    "drift.tfvars:1: accepted[0]: wrong type, expected an object with stack, address",
  ],
  [
    "another key of an entry",
    hcl(entry({ attribut: "a" })),
    "drift.tfvars:8: accepted[0].attribut: unknown key, expected attribute (the nearest name)",
  ],
  [
    "no reason",
    hcl(entry({ reason: undefined })).replace(/.*reason.*\n/, ""),
    "drift.tfvars:2: accepted[0].reason: missing, expected why it is accepted",
  ],
  ["an empty reason", hcl(entry({ reason: " " })), "drift.tfvars:7: accepted[0].reason: wrong value"],
  [
    "no day",
    hcl(entry({ until: "soon" })),
    'drift.tfvars:6: accepted[0].until: wrong value, expected the last day on which it is accepted, such as "2026-12-31", found "soon"',
  ],
  ["a day that no month has", hcl(entry({ until: "2026-02-30" })), "drift.tfvars:6: accepted[0].until: wrong value"],
  ["broken syntax", `accepted = [\n`, "drift.tfvars:2"],
])("%s is a mistake with file and line", (_, text, message) => {
  expect(() => listOf(text)).toThrow(message);
});

const found = (attribute: string, more: Partial<Found> = {}): Found => ({
  address: "aws_lb.one",
  attribute,
  before: "60",
  after: "7",
  kind: "drift",
  isReverted: true,
  ...more,
});
const list = (...more: Partial<Accepted>[]) => more.map((of) => ({ ...entry(of), place: "drift.tfvars:2" }));
const day = (text: string) => new Date(`${text}T23:59:59Z`);

test("an entry accepts its attribute and what is below it, of its stacks, up to the end of its day", () => {
  const kinds = (stack: string, of: Partial<Accepted>, attribute: string, now = "2026-12-31") =>
    accept(stack, [found(attribute)], list(of), day(now)).map(({ kind }) => kind);
  expect(kinds("aws-prod", {}, "idle_timeout")).toEqual(["accepted"]);
  expect(kinds("aws-prod", {}, "idle_timeout", "2027-01-01")).toEqual(["drift"]);
  expect(kinds("aws-dev", {}, "idle_timeout")).toEqual(["drift"]);
  expect(kinds("aws-dev", { stack: "aws-*" }, "idle_timeout")).toEqual(["accepted"]);
  expect(kinds("aws-prod", { attribute: "tags" }, "tags.Owner")).toEqual(["accepted"]);
  expect(kinds("aws-prod", { attribute: "tag" }, "tags.Owner")).toEqual(["drift"]);
  expect(kinds("aws-prod", { address: "aws_lb.two" }, "idle_timeout")).toEqual(["drift"]);
  expect(kinds("aws-prod", { attribute: "gone" }, "gone")).toEqual(["accepted"]);
  expect(kinds("aws-prod", {}, "gone")).toEqual(["drift"]);
});

test("what is accepted says why, until when, and where that is written", () => {
  const [one] = accept("aws-prod", [found("idle_timeout")], list({}), day("2026-12-01"));
  expect(one?.why).toBe("a trial (until 2026-12-31, drift.tfvars:2)");
});

describe("the list itself", () => {
  const all = ["aws-prod", "aws-dev"];
  const state = (
    of: Partial<Accepted>,
    looked: Record<string, string[]>,
    now = "2026-12-01",
    more: Partial<ListedRun> = {},
  ) => {
    const addresses = new Map(Object.entries(looked).map(([id, at]) => [id, new Set(at)]));
    const run = { all, meant: Object.keys(looked), isWhole: false, addresses, now: day(now) };
    return acceptedState(list(of), { ...run, ...more });
  };

  test("is right where it names what there is", () => {
    expect(state({}, { "aws-prod": ["aws_lb.one"] })).toEqual({ expired: [], warnings: [] });
  });

  test("a day that has passed is an error", () => {
    const { expired } = state({}, { "aws-prod": ["aws_lb.one"] }, "2027-01-01");
    expect(expired[0]).toContain("drift.tfvars:2: aws-prod: aws_lb.one idle_timeout: accepted until 2026-12-31");
  });

  test("an address that no stack has is a warning with the nearest", () => {
    const { warnings } = state({ address: "aws_lb.on" }, { "aws-prod": ["aws_lb.one"] });
    expect(warnings).toEqual([
      "drift.tfvars:2: aws-prod: aws_lb.on idle_timeout: no resource has this address, did you mean aws_lb.one?",
    ]);
  });

  test("a stack that the project has not is a warning with the nearest", () => {
    expect(state({ stack: "aws-prd" }, {}).warnings[0]).toContain("no such stack, did you mean aws-prod?");
  });

  test("nothing is said of stacks that were not looked at", () => {
    const none = { expired: [], warnings: [] };
    expect(state({}, { "aws-dev": [] }, "2027-01-01")).toEqual(none);
    expect(state({ stack: "aws-*", address: "aws_lb.on" }, { "aws-dev": [] })).toEqual(none);
  });

  /** Without names, all stacks are meant but the emulator's. */
  const whole = { meant: ["aws-prod"], isWhole: true, leftOut: ["aws-dev"] };

  test.each<[what: string, of: Partial<Accepted>, looked: Record<string, string[]>, expired: number, warning?: string]>(
    [
      ["a stack that the project has not any more", { stack: "aws-old" }, { "aws-prod": [] }, 1, "no such stack"],
      ["a stack that could not be compared", {}, {}, 1],
      ["a stack of the emulator", { stack: "aws-dev" }, { "aws-prod": [] }, 0],
    ],
  )("a day that has passed of %s, in a run without names", (...[, of, looked, count, warning]) => {
    const { expired, warnings } = state(of, looked, "2027-01-01", whole);
    expect(expired).toHaveLength(count);
    expect(warnings).toEqual(warning ? [expect.stringContaining(warning)] : []);
  });

  test("a stack that is gone is no error in a run that names others", () => {
    const { expired, warnings } = state({ stack: "aws-old" }, { "aws-prod": [] }, "2027-01-01");
    expect([expired.length, warnings.length]).toEqual([0, 1]);
  });

  test("an address that no stack of a run without names has is a warning, though the emulator's were left out", () => {
    const wrong = { stack: "aws-*", address: "aws_lb.on" };
    expect(state(wrong, { "aws-prod": ["aws_lb.one"] }, undefined, whole).warnings).toEqual([
      "drift.tfvars:2: aws-*: aws_lb.on idle_timeout: no resource of aws-prod has this address, did you mean aws_lb.one?",
    ]);
    expect(state(wrong, { "aws-prod": [] }, undefined, { ...whole, leftOut: [] }).warnings).toEqual([]);
  });
});
