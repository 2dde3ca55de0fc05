import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { UserError } from "../../../operator/process/user-error";
import { readFolder } from "../../../operator/publish-site/folder";

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "folder-")), "site");
  mkdirSync(folder);
});
afterEach(() => rmSync(dirname(folder), { recursive: true }));

function write(path: string, text = path): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
const paths = () => [...readFolder(folder).files.keys()];

test("every file has its path, hash, type and caching", () => {
  write("index.html", "");
  write("assets/ä b.css");
  expect(paths()).toEqual(["assets/ä b.css", "index.html"]);
  expect(readFolder(folder).files.get("index.html")).toMatchObject({
    sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    contentType: "text/html; charset=utf-8",
    cacheControl: "no-cache",
  });
});

test("hidden files and the stack's configuration are skipped and listed, .well-known is published", () => {
  for (const path of ["index.html", ".env", "assets/.DS_Store", ".git/config", "config.json", "assets/config.json"])
    write(path);
  write(".well-known/security.txt");
  const { files, skipped } = readFolder(folder);
  expect([...files.keys()]).toEqual([".well-known/security.txt", "assets/config.json", "index.html"]);
  expect(skipped).toEqual([".env", ".git", "assets/.DS_Store", "config.json"]);
});

test("links within the folder are followed, and so is one to the folder", () => {
  write("index.html");
  write("v2/app.js");
  symlinkSync("v2", join(folder, "latest"));
  symlinkSync("index.html", join(folder, "home.html"));
  const link = join(dirname(folder), "link");
  symlinkSync(folder, link);
  expect([...readFolder(link).files.keys()]).toEqual(["home.html", "index.html", "latest/app.js", "v2/app.js"]);
});

test.each<[string, () => void, RegExp]>([
  ["a folder that is missing", () => rmSync(folder, { recursive: true }), /expected a folder, found nothing$/],
  [
    "a file",
    () => {
      rmSync(folder, { recursive: true });
      writeFileSync(folder, "");
    },
    /expected a folder, found a file$/,
  ],
  ["an empty folder", () => mkdirSync(join(folder, "empty")), /expected a built site, found no file to publish$/],
  ["one without a first page", () => write("assets/index.html"), /expected index\.html in it, found none$/],
  [
    "a link out of it",
    () => {
      write("index.html");
      writeFileSync(join(dirname(folder), "secret"), "");
      symlinkSync("../secret", join(folder, "leak.txt"));
    },
    /^leak\.txt: expected a link within the folder, found one that leads out of it$/,
  ],
  [
    "a link to a folder outside it with a longer name",
    () => {
      write("index.html");
      mkdirSync(`${folder}-other`);
      symlinkSync(`${folder}-other`, join(folder, "other"));
    },
    /^other: expected a link within the folder, found one that leads out of it$/,
  ],
  [
    "a link to nothing",
    () => symlinkSync("nowhere", join(folder, "index.html")),
    /^index\.html: expected a file, found a link to nothing$/,
  ],
  [
    "a link to its own folder",
    () => {
      write("a/index.html");
      symlinkSync("..", join(folder, "a/up"));
    },
    /^a\/up: expected a file or folder, found a link to a folder above it$/,
  ],
])("%s is refused", (_, make, message) => {
  make();
  expect(() => readFolder(folder)).toThrow(UserError);
  expect(() => readFolder(folder)).toThrow(message);
});

test.each([
  ["a pipe", "import os, sys; os.mkfifo(sys.argv[1])"],
  ["a socket", "import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])"],
])("%s is refused in one line, not read", (kind, make) => {
  write("index.html");
  // Made in Python: Node cannot make a pipe. The path of a socket is short.
  execFileSync("python3", ["-c", make, "x"], { cwd: folder });
  expect(() => readFolder(folder)).toThrow(`x: expected a file or folder, found ${kind}: remove it from the folder`);
});
