import { readHistory } from "../../../operator/states/history";
import { pick } from "../../../operator/states/pick";
import { historyLines } from "../../../operator/states/report";
import { problemLines } from "../../../operator/states/wrong-state";
import { FakeBucket, failure, stateText } from "./fake-bucket";

const secret = "hunter2";
const one = { queue: { url: "https://q", password: secret } };
const two = { queue: { url: "https://q", password: `${secret}-2` }, dead: { url: "https://d" } };
const by = (who: string, more: object = {}) =>
  Object.entries({ Who: who, Command: "deploy", ...more }).map(([Key, Value]) => ({ Key, Value: String(Value) }));

let bucket: FakeBucket;
beforeEach(() => {
  bucket = new FakeBucket();
});
const read = (most = 50) => readHistory("aws-x", bucket.states(), most, true);
const text = async () => historyLines(await read(), new Date("2026-11-30T05:00:00Z")).join("\n");

test("each version has when, who, serial, and the addresses that differ from the one before; no value", async () => {
  bucket.save(
    stateText(1, one, { outputs: { url: { value: secret } } }),
    by("jo@laptop", { Commit: "0123456789abcdef" }),
  );
  bucket.save(stateText(2, two, { outputs: { url: { value: "other" }, new: { value: 1 } } }));
  bucket.put("not it", "aws-x-more");
  const { versions } = await read();
  expect(versions.map(({ back, id }) => [back, id])).toEqual([
    [0, "c2-version"],
    [1, "b1-version"],
  ]);
  expect(versions[0]).toMatchObject({
    state: { serial: 2, lineage: "11111111-aaaa", terraform: "1.11.4", resources: 2, stack: "aws-x" },
    condition: { is: "whole" },
    isExpected: true,
    changes: {
      added: ["aws_sqs_queue.dead"],
      removed: [],
      changed: ["aws_sqs_queue.queue"],
      outputs: { added: ["new"], removed: [], changed: ["url"] },
    },
  });
  expect(versions[1]).toMatchObject({
    writer: { who: "jo@laptop", command: "deploy" },
    changes: { added: ["aws_sqs_queue.queue"] },
  });
  const shown = await text();
  expect(shown).toMatch(/now {2}2026-11-30T04:02:00\.000Z \(58m00s ago\) {2}version c2-version/);
  expect(shown).toContain("saved by unknown (plain Terraform, cdktf, or before this was recorded)");
  expect(shown).toContain("saved by jo@laptop, deploy, commit 0123456");
  expect(shown + JSON.stringify(versions)).not.toContain(secret);
});

test("what Terraform saves while an apply runs has the writer of that apply", async () => {
  const before = bucket.save(stateText(1, one), by("kim@laptop"));
  bucket.save(stateText(2, {}));
  bucket.save(stateText(3, two), by("jo@laptop", { After: before }));
  const { versions } = await read();
  expect(versions.map(({ writer }) => writer?.who)).toEqual(["jo@laptop", "jo@laptop", "kim@laptop"]);
});

test("of more versions than are read, the last one is not compared with nothing", async () => {
  for (const serial of [1, 2, 3]) bucket.save(stateText(serial, one));
  const { versions, isCut } = await read(2);
  expect(isCut).toBe(true);
  expect(versions.map(({ changes }) => changes?.added)).toEqual([[], []]);
});

describe("a version that is not the stack's state is recognised, and the whole one is named", () => {
  let right: string;
  beforeEach(() => {
    bucket.save(stateText(6, one));
    right = bucket.save(stateText(7, two));
  });
  const restore = () => `  npm run state -- restore aws-x --version ${right}`;

  test.each<[what: string, damage: () => void, found: string | RegExp]>([
    ["deleted", () => bucket.put(undefined), "found no object: it was deleted."],
    ["emptied", () => bucket.put(""), "found the first 0 bytes of"],
    ["cut", () => bucket.put(stateText(7, two).slice(0, 120)), "found the first 120 bytes of it."],
    ["added to", () => bucket.put(`${stateText(7, two)}}`), / found \d+ bytes that are no state\./],
    ["something else", () => bucket.put("söme"), "found 5 bytes that are no state."],
    [
      "another stack's",
      () => bucket.put(stateText(9, one, { stack: "aws-y", lineage: "2" })),
      "found the state of aws-y (serial 9, 1 resource, lineage 2).",
    ],
    [
      "another one's, without tags",
      () => bucket.put(stateText(9, one, { stack: "", lineage: "2" })),
      "found a state of another origin, such as another stack's (serial 9,",
    ],
    [
      "another stack's, with its checksum",
      () => bucket.save(stateText(9, one, { stack: "aws-y", lineage: "2" })),
      ", which was saved with its own checksum.",
    ],
    ["older", () => bucket.put(stateText(6, one)), "found an older one (serial 6, 1 resource)."],
    ["edited", () => bucket.put(stateText(7, one)), "found one of aws-x that was edited (serial 7, 1 resource)."],
  ])("%s", async (_, damage, found) => {
    damage();
    const lines = problemLines(await read()) ?? [];
    if (typeof found === "string") expect(lines[0]).toContain(found);
    else expect(lines[0]).toMatch(found);
    expect(lines[0]).toMatch(/^aws-x: the state in the bucket states \(key aws-x\) is not the one that was saved last/);
    expect(lines[1]).toContain(`The whole one is version ${right} of 2026-11-30T04:02:00.000Z (serial 7, 2 resources)`);
    expect(lines).toContain(restore());
    expect(await text()).toContain(restore());
  });

  test("one that is newer than its checksum is taken, never overwritten by the older one", async () => {
    const newer = bucket.put(stateText(8, one));
    const lines = problemLines(await read()) ?? [];
    expect(lines[0]).toContain("found a newer state (serial 8, 1 resource)");
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/^It is newer than the checksum/),
      `  npm run state -- restore aws-x --version ${newer}`,
    ]);
  });

  test("without a version that has the checksum, the newest that is whole is named, and what is lost", async () => {
    bucket.table.set("states/aws-x-md5", { Digest: { S: "0".repeat(32) } });
    bucket.put("garbage");
    const lines = (problemLines(await read()) ?? []).join("\n");
    expect(lines).toContain(`No version has the checksum. The newest that is whole: version ${right}`);
    expect(lines).toContain("What was deployed after it is not in it");
  });

  test("without a lock table what is read now must be whole", async () => {
    bucket.table.clear();
    expect(problemLines(await read())).toBeUndefined();
    bucket.put("garbage");
    expect((problemLines(await read()) ?? []).join("\n")).toContain(restore());
  });
});

test("without any whole version the page is named", async () => {
  bucket.put("garbage");
  expect(problemLines(await read())?.at(-1)).toMatch(/^No version is a whole state of aws-x: see docs\/operations\.md/);
});

test("a state that was saved last is right", async () => {
  bucket.save(stateText(1, one));
  expect(problemLines(await read())).toBeUndefined();
});

test("a right that is missing is named", async () => {
  bucket.save(stateText(1));
  bucket.refusals.set("GetObject", failure("AccessDenied", 403));
  await expect(read()).rejects.toThrow(
    /needs the right s3:GetObjectVersion, and those of the state's KMS key: kms:Decrypt/,
  );
  bucket.refusals.clear();
  bucket.refusals.set("GetObjectTagging", failure("AccessDenied", 403));
  expect((await read()).versions).toHaveLength(1);
});

describe("the name of a version", () => {
  beforeEach(() => {
    for (const serial of [3, 4, 4]) bucket.save(stateText(serial));
  });
  test.each([
    ["now", "d3-version"],
    ["-1", "c2-version"],
    ["-2", "b1-version"],
    ["3", "b1-version"],
    ["c2", "c2-version"],
    ["c2-version", "c2-version"],
  ])("%s", async (name, id) => expect(pick(await read(), name).id).toBe(id));

  test("that means more than one, or none, is refused with what there is", async () => {
    const history = await read();
    expect(() => pick(history, "4")).toThrow(
      /^4: expected one version of the state of aws-x, found 2:\n {2}d3-version .*\n {2}c2-version/,
    );
    expect(() => pick(history, "-9")).toThrow(
      /^-9: expected a version .*, found none in its 3: see npm run state -- history aws-x$/,
    );
  });
});
