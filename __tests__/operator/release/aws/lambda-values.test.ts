import * as versions from "../../../../operator/release/aws/lambda-values";

const functions = {
  "on-connect": { function: "f1", alias: "live", newest: "7", dead_letter_queue: "d1" },
  summary: { function: "f2", alias: "live", newest: "4", dead_letter_queue: "d2", whole_because: "schedule" },
};
const now = { on_connect_live_version: "", on_connect_next_percent: 0, summary_live_version: "3" };

test("without a live version the newest is live", () => {
  expect(versions.versionsText(now, functions)).toBe("on-connect=7 summary=3");
});

test("callers stay where they are while new versions are published", () => {
  expect(versions.share(now, functions, 0)).toEqual({
    on_connect_live_version: "7",
    on_connect_next_percent: 0,
    summary_live_version: "3",
  });
});

test("only functions with a new version get a share, and never those that switch whole", () => {
  const published = { ...functions, "on-connect": { ...functions["on-connect"], newest: "8" } };
  const stayed = versions.share(now, functions, 0);
  expect(versions.share(stayed, published, 25)).toEqual({ ...stayed, on_connect_next_percent: 25 });
  expect(versions.share(stayed, functions, 25)).toEqual(stayed);
  expect(versions.largestShare({ ...stayed, on_connect_next_percent: 25 }, published)).toBe(25);
});

test("the finish leads all callers to the newest, the way back to where they were", () => {
  expect(versions.newest(functions)).toEqual({
    on_connect_live_version: "7",
    on_connect_next_percent: 0,
    summary_live_version: "4",
  });
  const from = { ...now, on_connect_live_version: "6" };
  expect(versions.back(now, from, functions)).toEqual({
    on_connect_live_version: "6",
    on_connect_next_percent: 0,
    summary_live_version: "3",
  });
});

test("the first way back leads to the version that was the newest when the release began", () => {
  const started = versions.share(now, functions, 0);
  const published = { ...functions, "on-connect": { ...functions["on-connect"], newest: "8" } };
  expect(versions.back(started, now, published)).toMatchObject({ on_connect_live_version: "7" });
  expect(versions.hasNew(started, published)).toBe(true);
  expect(versions.hasNew(versions.newest(functions), functions)).toBe(false);
});

test("weights divide a new version only of a function that clients call", () => {
  const started = versions.share(now, functions, 0);
  const published = (name: "on-connect" | "summary") => ({ ...functions, [name]: { ...functions[name], newest: "9" } });
  expect(versions.hasDivided(started, functions)).toBe(false);
  expect(versions.hasDivided(started, published("summary"))).toBe(false);
  expect(versions.hasDivided(started, published("on-connect"))).toBe(true);
});

test.each([
  ["on-connect=7 summary=3", { on_connect_live_version: "7", summary_live_version: "3" }],
  ["0123456789abcdef0123456789abcdef01234567", undefined],
  ["other=7", undefined],
  ["", undefined],
  ["on-connect=x", undefined],
])("versions are read from a text: %j", (text, values) => {
  expect(versions.versionsIn(text, functions)).toEqual(values);
});
