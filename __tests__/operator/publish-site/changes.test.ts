import { changesBetween, changesText, invalidationPaths } from "../../../operator/publish-site/changes";
import { type FileState, releaseName, releaseNumber } from "../../../operator/publish-site/release";

const file = (sha256: string, more: Partial<FileState> = {}): FileState => ({
  sha256,
  contentType: "text/plain",
  cacheControl: "no-cache",
  ...more,
});
const files = (of: Record<string, FileState>) => new Map(Object.entries(of));
const none = files({});

const table: [what: string, there: typeof none, wanted: typeof none, put: string[][], remove: string[]][] = [
  ["nothing where all is the same", files({ a: file("1") }), files({ a: file("1") }), [], []],
  ["what is new", none, files({ a: file("1") }), [["a"]], []],
  ["what is gone", files({ b: file("1"), a: file("1") }), none, [], ["a", "b"]],
  ["other content", files({ a: file("1") }), files({ a: file("2") }), [["a"]], []],
  ["another type", files({ a: file("1") }), files({ a: file("1", { contentType: "text/css" }) }), [["a"]], []],
  ["another caching", files({ a: file("1") }), files({ a: file("1", { cacheControl: "public" }) }), [["a"]], []],
  ["what was uploaded by hand", files({ a: file("") }), files({ a: file("1") }), [["a"]], []],
  [
    "assets before pages, the first page last",
    none,
    files({ "index.html": file("1"), "a/index.html": file("1"), "b.HTM": file("1"), z: file("1"), y: file("1") }),
    [["y", "z"], ["a/index.html", "b.HTM"], ["index.html"]],
    [],
  ],
];
test.each(table)("a release changes %s", (_, there, wanted, put, remove) => {
  expect(changesBetween(there, wanted)).toEqual({ put, remove });
});

const twenty = Array.from({ length: 20 }, (_, index) => `${index + 10}`);
test.each<[string, string[], string[], string[]]>([
  ["nothing", [], [], []],
  ["a file and one that is gone", ["b"], ["a"], ["/a", "/b"]],
  ["the first page under both its names", ["index.html"], [], ["/", "/index.html"]],
  ["names as a URL has them", ["ä b/c+d(1).js"], [], ["/%C3%A4%20b/c%2Bd(1).js"]],
  ["twenty paths", twenty, [], twenty.map((name) => `/${name}`)],
  ["everything where there are more", [...twenty, "more"], [], ["/*"]],
])("CloudFront invalidates %s", (_, put, remove, paths) => {
  expect(invalidationPaths({ put: [put], remove })).toEqual(paths);
});

test("the text lists new, changed and removed files", () => {
  const there = files({ "index.html": file("1"), old: file("1") });
  const wanted = files({ "index.html": file("2"), new: file("1") });
  expect(changesText(there, changesBetween(there, wanted))).toBe("  + new\n  ~ index.html\n  - old");
});

test("names of records sort by their numbers, and other names are no records", () => {
  expect([1, 999_999, 1_000_000].map(releaseName)).toEqual(["000001.json", "999999.json", "1000000.json"]);
  expect(["000012.json", "1000000.json", "12.json", "000012.json.bak", "notes"].map(releaseNumber)).toEqual([
    12,
    1_000_000,
    undefined,
    undefined,
    undefined,
  ]);
});
