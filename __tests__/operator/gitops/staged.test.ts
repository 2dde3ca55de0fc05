import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stagedImage } from "../../../operator/gitops/staged";
import { Repository } from "../affected/repository";

const repository = "ghcr.io/example/api";
const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const valuesOf = (tag: string, name = repository) => `image:\n  repository: ${name}\n  tag: ${tag}\n`;
const [a, b, c] = ["a", "b", "c"].map((letter) => valuesOf(`sha-${letter.repeat(7)}@${digest(letter)}`)) as [
  string,
  string,
  string,
];

let folder: string;
let remote: Repository;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "staged-"));
  remote = new Repository(folder);
});

afterEach(() => rmSync(folder, { recursive: true }));

/** What production gets of commit b, after staging's file has had these texts. */
function staged(...texts: readonly string[]) {
  for (const text of texts) remote.write("environments/staging/values.yaml", text).commit();
  return stagedImage({ remote: { url: remote.dir }, base: "main", repository, tag: "sha-bbbbbbb" });
}

test.each<[string, readonly string[]]>([
  ["what staging has", [a, b]],
  ["what staging had before a newer build", [a, b, c]],
  ["what staging has again", [b, a, b]],
  ["what staging has, after another change of its file", [a, b, `${b}replicaCount: 2\n`]],
  ["what staging had before a newer build of which the file was broken once", [a, b, "a: [\n", c]],
])("%s goes on, by its digest", async (_, texts) => {
  expect(await staged(...texts)).toEqual({ repository, digest: digest("b") });
});

test.each<[string, readonly string[], RegExp]>([
  ["what staging never had", [a, c], /expected .*api:sha-bbbbbbb@sha256:… in it or its history, found .*sha-ccccccc/],
  [
    "what staging took back",
    [a, b, a],
    /commit [0-9a-f]{12} went back to sha-aaaaaaa@sha256:a+, from before sha-bbbbbbb/,
  ],
  ["what staging took back, before a newer build", [a, b, a, c], /went back to sha-aaaaaaa/],
  ["another image of the same commit", [valuesOf(`sha-bbbbbbb@${digest("b")}`, "ghcr.io/example/web")], /deliver this/],
  ["a build without its digest", [valuesOf("sha-bbbbbbb")], /found .*sha-bbbbbbb now/],
  ["a digest that is none", [valuesOf("sha-bbbbbbb@sha256:1")], /expected sha-bbbbbbb with its digest/],
  ["a repository without the file", [], /found no image now/],
])("%s does not", async (_, texts, message) => {
  remote.write("README.md", "").commit();
  await expect(staged(...texts)).rejects.toThrow(message);
});
