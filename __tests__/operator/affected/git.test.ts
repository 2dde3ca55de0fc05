import { existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commitOf, workTreeOf, writeFiles } from "../../../operator/affected/git";
import { Repository } from "./repository";

const folder = () => mkdtempSync(join(tmpdir(), "files-"));

describe("the commit that a user names", () => {
  const repository = new Repository();
  const first = repository.write("a", "1").commit();
  repository.git("tag", "v1");
  repository.write("a", "2").commit();

  test.each([["v1"], ["HEAD~1"], ["main~1"], [first.slice(0, 8)]])("may be %s", (ref) => {
    expect(commitOf(repository.dir, ref)).toBe(first);
  });

  test.each([
    ["", "expected a commit, branch or tag, found nothing"],
    ["--upload-pack=x", "expected a commit, branch or tag, found --upload-pack=x"],
    ["nowhere", "found nowhere: no such commit is here. Run git fetch, or look for it with git log"],
    ["0".repeat(40), "which names no commit: a new branch has none before it"],
  ])("%j is refused", (ref, message) => {
    expect(() => commitOf(repository.dir, ref)).toThrow(message);
  });

  test("that a shallow clone lacks says how it gets there", () => {
    const clone = new Repository(join(folder(), "clone"));
    clone.git("fetch", "--quiet", "--depth=1", `file://${repository.dir}`, "main");
    clone.git("reset", "--quiet", "--hard", "FETCH_HEAD");
    expect(() => commitOf(clone.dir, first)).toThrow(
      /this clone is shallow and ends before it\. Run git fetch --unshallow \(in GitHub Actions: fetch-depth: 0/,
    );
  });

  test("is looked for in a repository", () => {
    const dir = folder();
    expect(() => workTreeOf(dir)).toThrow(`${dir} is in no git repository: expected one`);
  });
});

test("the files of a commit are written as a checkout has them, and the repository stays as it is", () => {
  const repository = new Repository();
  repository.write(".gitattributes", "tests export-ignore\n").write("tests/a", "a").write("ü b/c", "c");
  symlinkSync("tests/a", join(repository.dir, "link"));
  const commit = repository.commit();
  repository.write("tests/a", "changed").write("staged", "s").write("untracked", "u");
  repository.git("add", "staged");
  const state = () => [
    readFileSync(join(repository.dir, ".git/index")).toString("hex"),
    repository.git("status", "--porcelain"),
    repository.git("worktree", "list"),
  ];
  const before = state();
  const dir = join(folder(), "files");
  process.env["GIT_INDEX_FILE"] = join(repository.dir, ".git/index");
  try {
    writeFiles(repository.dir, commit, dir);
  } finally {
    delete process.env["GIT_INDEX_FILE"];
  }
  expect(state()).toEqual(before);
  expect(readdirSync(dir).sort()).toEqual([".gitattributes", "link", "tests", "ü b"]);
  expect(readFileSync(join(dir, "link"), "utf8")).toBe("a");
  expect(existsSync(`${dir}.index`)).toBe(false);
});

test("a submodule has the files of its own commit of then, and belongs to the outermost repository", () => {
  const inner = new Repository();
  const repository = new Repository();
  inner.write("a", "then").commit();
  repository.git("submodule", "--quiet", "add", inner.dir, "inner");
  const commit = repository.commit();
  const submodule = new Repository(join(repository.dir, "inner"));
  submodule.write("a", "now").commit();
  const dir = join(folder(), "files");
  expect(writeFiles(repository.dir, commit, dir)).toEqual([]);
  expect(readFileSync(join(dir, "inner/a"), "utf8")).toBe("then");
  expect(workTreeOf(submodule.dir)).toBe(repository.dir);
});

test("submodules that are not here, or lack their commit, are named with how they get here", () => {
  const [inner, outer] = [new Repository(), new Repository()];
  const first = inner.write("a", "then").commit();
  outer.git("submodule", "--quiet", "add", inner.dir, "inner");
  const commit = outer.commit();
  const last = inner.write("a", "now").commit();
  new Repository(join(outer.dir, "inner")).git("pull", "--quiet", "origin", "main");
  outer.commit();
  const clone = new Repository(join(folder(), "clone"));
  clone.git("pull", "--quiet", outer.dir, "main");
  const path = "inner";
  const wanted = (command: string, at = first) => [{ path, commit: at, command }];
  expect(writeFiles(clone.dir, commit, join(folder(), "files"))).toEqual(
    wanted(`git -C ${clone.dir} submodule update --init inner`),
  );
  clone.git("config", "--file=.gitmodules", "submodule.inner.url", `file://${inner.dir}`);
  clone.git("submodule", "--quiet", "update", "--init", "--depth=1");
  expect(writeFiles(clone.dir, commit, join(folder(), "files"))).toEqual(
    wanted(`git -C ${join(clone.dir, "inner")} fetch --unshallow`),
  );
  new Repository(join(clone.dir, "inner")).git("fetch", "--quiet", "--unshallow", "origin");
  expect(writeFiles(clone.dir, commit, join(folder(), "files"))).toEqual([]);
  inner.git("checkout", "--quiet", "--detach", last);
  const unknown = inner.write("a", "later").commit();
  clone.git("update-index", "--cacheinfo", `160000,${unknown},inner`);
  clone.git("commit", "--quiet", "--message=x");
  expect(writeFiles(clone.dir, "HEAD", join(folder(), "files"))).toEqual(
    wanted(`git -C ${join(clone.dir, "inner")} fetch`, unknown),
  );
});
