import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { placeProviderLock, releasesOf, rememberChecked } from "../../../operator/terraform/provider-lock";
import { root as repository } from "../../stacks/synthesized";

const releases = releasesOf(repository);
const aws = "registry.terraform.io/hashicorp/aws";
const terraform = { required_providers: { aws: { source: "aws", version: "5.100.0" } } };
const zh = [...releases.matchAll(/"zh:\w+"/g)].slice(0, 15).map(([hash]) => hash);

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "providers-"));
  for (const stack of ["a", "b"]) mkdirSync(join(root, stack));
});
afterEach(() => rmSync(root, { recursive: true }));

const file = (stack: string) => join(root, stack, ".terraform.lock.hcl");
const place = (stack: string, mirrored: readonly string[] | "all" = []) =>
  placeProviderLock({ dir: join(root, stack), root, terraform, mirrored, releases });

/** What `init` makes of the lock file when the download is right: it adds the checksum of the unpacked files. */
function init(stack: string): void {
  const text = readFileSync(file(stack), "utf8");
  writeFileSync(
    file(stack),
    text.replace("version = ", "version     = ").replace("hashes = [", 'hashes = [\n    "h1:unpacked=",'),
  );
}

test("the repository has the checksums of the releases that the bindings name, all platforms, none of unpacked files", () => {
  expect([...releases.matchAll(/hashicorp\/(\w+)" \{\n {2}version = "([\d.]+)"/g)].map(([, ...rest]) => rest)).toEqual([
    ["aws", "5.100.0"],
    ["google", "6.50.0"],
    ["helm", "3.1.1"],
    ["kubernetes", "2.38.0"],
  ]);
  expect(releases).not.toContain("h1:");
  for (const block of releases.split(/^provider/m).slice(1))
    expect(block.match(/"zh:[0-9a-f]{64}"/g)?.length).toBeGreaterThan(11);
});

test("a download is held to the releases; only the stack's own providers are written", () => {
  expect(place("a")).toBe(true);
  const lock = readFileSync(file("a"), "utf8");
  for (const hash of zh) expect(lock).toContain(hash);
  expect(lock).not.toContain("hashicorp/google");
});

test("what was trusted at first use before is checked again", () => {
  writeFileSync(file("a"), `provider "${aws}" {\n  version     = "5.100.0"\n  hashes = [\n    "h1:other=",\n  ]\n}\n`);
  expect(place("a")).toBe(true);
  expect(readFileSync(file("a"), "utf8")).not.toContain("h1:other=");
});

test("a checked provider is taken from the cache by every other stack", () => {
  place("a");
  init("a");
  rememberChecked({ dir: join(root, "a"), root, releases });
  expect(place("a")).toBe(false);
  expect(place("b")).toBe(false);
  expect(readFileSync(file("b"), "utf8")).toContain("h1:unpacked=");
});

test.each([[[aws]], ["all" as const]])("a mirror is the user's own: %j", (mirrored) => {
  expect(place("a", mirrored)).toBe(false);
  expect(() => readFileSync(file("a"))).toThrow("ENOENT");
  place("b");
  init("b");
  expect(place("b", mirrored)).toBe(false);
  expect(() => readFileSync(file("b"))).toThrow("ENOENT");
});

test("what a mirror gave at first use stays", () => {
  const text = `provider "${aws}" {\n  version     = "5.100.0"\n  hashes = [\n    "h1:mirror=",\n  ]\n}\n`;
  writeFileSync(file("a"), text);
  expect(place("a", [aws])).toBe(false);
  expect(readFileSync(file("a"), "utf8")).toBe(text);
});
