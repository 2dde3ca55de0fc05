import type { Operator } from "../../../../operator/release/log/entries";
import { history } from "../../../../operator/release/log/history";
import { LostRelease, requestsIn } from "../../../../operator/release/log/lost";
import { finalOf, summarize } from "../../../../operator/release/log/record";
import { ReleaseLog } from "../../../../operator/release/log/release-log";
import { AlreadyThere } from "../../../../operator/release/port/log-store";
import { MemoryStore } from "./memory-store";
import { plan } from "./plan";

const ann: Operator = { who: "ann", host: "a", token: "1" };
const bob: Operator = { who: "bob", host: "b", token: "2" };
const at = Date.parse("2026-11-30T08:00:00.000Z");
const intent = { type: "intent", phase: "start" } as const;

async function begun() {
  const store = new MemoryStore();
  const place = { store, stack: "aws-prod" };
  return { store, place, log: await ReleaseLog.claim(place, undefined, plan, ann, at, 30) };
}

test("an entry has its number in its name, who wrote it, and until when the release is watched", async () => {
  const { store, log } = await begun();
  await log.append(intent, ann, at + 1000, 300);
  expect([...store.objects.keys()]).toEqual([
    "releases/aws-prod/000001/0001.json",
    "releases/aws-prod/000001/0002.json",
  ]);
  expect(log.entries[1]).toMatchObject({
    version: 1,
    n: 2,
    at: "2026-11-30T08:00:01.000Z",
    until: "2026-11-30T08:06:01.000Z",
    by: ann,
    phase: "start",
  });
});

test("of two operators that begin at once, one has the release", async () => {
  const { place } = await begun();
  await expect(ReleaseLog.claim(place, undefined, plan, bob, at, 30)).rejects.toThrow(AlreadyThere);
});

test("ids sort by the order of the releases, not by any clock", async () => {
  const { place } = await begun();
  const second = await ReleaseLog.claim(place, "000001", plan, bob, at - 86_400_000, 30);
  expect(second.id).toBe("000002");
  expect((await ReleaseLog.last(place))?.id).toBe("000002");
  await ReleaseLog.claim(place, "999998", plan, ann, at, 30);
  await ReleaseLog.claim(place, "999999", plan, ann, at, 30);
  expect((await ReleaseLog.last(place))?.id).toBe("1000000");
});

test("a request of another process is heard, and the release goes on after it", async () => {
  const { place, log } = await begun();
  const wanted = await ReleaseLog.open(place, log.id);
  await wanted.add({ type: "request", ask: "abort", reason: "errors" }, bob, at);
  const heard = await log.append(intent, ann, at, 30);
  expect(heard).toMatchObject([{ ask: "abort", reason: "errors", by: bob }]);
  expect(log.entries.map(({ type }) => type)).toEqual(["claim", "request", "intent"]);
});

test("a request is put after what the operator wrote at the same time", async () => {
  const { place, log } = await begun();
  const wanted = await ReleaseLog.open(place, log.id);
  await log.append(intent, ann, at, 30);
  await wanted.add({ type: "request", ask: "promote" }, bob, at);
  expect((await ReleaseLog.open(place, log.id)).entries.map(({ type }) => type)).toEqual([
    "claim",
    "intent",
    "request",
  ]);
});

test("a process that loses the race for an entry changes nothing more", async () => {
  const { place, log } = await begun();
  const taken = await ReleaseLog.open(place, log.id);
  await taken.append({ type: "taken", to: "go back" }, bob, at, 30);
  await expect(log.append(intent, ann, at, 30)).rejects.toThrow(LostRelease);
  await expect(log.append(intent, ann, at, 30)).rejects.toThrow(LostRelease);
  expect(() => requestsIn("000001", taken.entries, ann)).toThrow("Release 000001 is run by bob on b");
});

test("a put whose answer was lost is found to be one's own", async () => {
  const { store, log } = await begun();
  const put = store.put.bind(store);
  store.put = async (name, text) => {
    await put(name, text);
    throw new Error("the connection broke");
  };
  await expect(log.append(intent, ann, at, 30)).rejects.toThrow("the connection broke");
  store.put = put;
  await log.append(intent, ann, at, 30);
  expect(log.entries.length).toBe(2);
  expect(store.objects.size).toBe(2);
});

test("a put whose answer was lost is not taken for the next entry", async () => {
  const { store, log } = await begun();
  const put = store.put.bind(store);
  store.put = async (name, text) => {
    await put(name, text);
    throw new Error("the connection broke");
  };
  await expect(log.append(intent, ann, at, 30)).rejects.toThrow("the connection broke");
  store.put = put;
  await log.append({ type: "intent", phase: "back" }, ann, at, 30);
  expect(log.entries.map((entry) => (entry.type === "intent" ? entry.phase : entry.type))).toEqual([
    "claim",
    "start",
    "back",
  ]);
});

describe("a log that cannot be read is one clear error", () => {
  const name = "releases/aws-prod/000001/0001.json";
  const cases: [string, (text: string) => string, RegExp][] = [
    ["cut off", (text) => text.slice(0, 40), /0001\.json is no JSON/],
    [
      "of a newer version",
      (text) => text.replace('"version": 1', '"version": 2'),
      /version 2, expected 1.*update this checkout/,
    ],
    ["of an unknown type", (text) => text.replace('"claim"', '"clam"'), /0001\.json is no entry of a release: type/],
    ["without a value", (text) => text.replace('"configHash"', '"hash"'), /plan\.configHash/],
    ["no object", () => "null", /version undefined, expected 1/],
  ];
  test.each(cases)("%s", async (_, change, message) => {
    const { store, place } = await begun();
    store.objects.set(name, change(store.objects.get(name) as string));
    await expect(ReleaseLog.last(place)).rejects.toThrow(message);
  });

  test("with a gap", async () => {
    const { store, place, log } = await begun();
    await log.append(intent, ann, at, 30);
    await log.append(intent, ann, at, 30);
    store.objects.delete("releases/aws-prod/000001/0002.json");
    await expect(ReleaseLog.last(place)).rejects.toThrow("000001/0002.json is missing");
  });
});

test("history reads the last entry of each release that has ended, and not what is before it", async () => {
  const store = new MemoryStore();
  const place = { store, stack: "aws-prod" };
  for (let n = 0, last: string | undefined; n < 40; n += 1) {
    const log = await ReleaseLog.claim(place, last, plan, ann, at, 30);
    for (let entry = 0; entry < 30; entry += 1) await log.append(intent, ann, at, 30);
    await log.append({ type: "final", summary: summarize(log, { status: "completed" }) }, ann, at, 0);
    if (n === 39) await log.append({ type: "done", phase: "keep", seen: ["stopped"] }, ann, at, 0);
    last = log.id;
  }
  Object.assign(store, { lists: 0, reads: 0 });
  const shown = await history(store, "aws-prod", 10);
  expect(shown.map(({ id }) => id).slice(0, 2)).toEqual(["000040", "000039"]);
  expect(shown.every(({ status }) => status === "completed")).toBe(true);
  expect(store).toMatchObject({ lists: 11, reads: 11 });
});

test("a release is final until something is begun after its last entry", async () => {
  const { log } = await begun();
  expect(finalOf(log.entries)).toBeUndefined();
  await log.append({ type: "final", summary: summarize(log, { status: "failed", manual: "a call" }) }, ann, at, 0);
  await log.append({ type: "request", ask: "abort" }, bob, at, 0);
  expect(finalOf(log.entries)?.summary).toMatchObject({ status: "failed", manual: "a call" });
  await log.append({ type: "taken", to: "go back" }, bob, at, 0);
  expect(finalOf(log.entries)).toBeUndefined();
});

test("names of other objects in the bucket are no releases and no entries", async () => {
  const { store, place } = await begun();
  store.objects.set("releases/aws-prod/notes/0001.json", "x");
  store.objects.set("releases/aws-prod/000001/readme.txt", "x");
  store.objects.set("releases/aws-prod-dr/000007/0001.json", "x");
  expect((await ReleaseLog.last(place))?.entries.length).toBe(1);
});

test("requirements of a newer version, which this one does not know, are read as they are: they are only shown", async () => {
  const { store, place, log } = await begun();
  const [name, text] = [...store.objects][0] as [string, string];
  const { plan: of, ...rest } = JSON.parse(text);
  const newer = { ...of, require: ["scan", "signature"], waived: { signature: "the signer is down" } };
  store.objects.set(name, JSON.stringify({ ...rest, plan: newer }));
  expect((await ReleaseLog.open(place, log.id)).plan.require).toEqual(["scan", "signature"]);
  expect((await history(store, "aws-prod"))[0]?.waived).toEqual({ signature: "the signer is down" });
});
