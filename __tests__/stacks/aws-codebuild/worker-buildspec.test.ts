import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../synthesized";

/** Runs the commands of the worker's buildspec in bash, with git on repositories of this machine in place of GitHub. */

const buildspec = parse(readFileSync(join(root, "functions/kiro-worker/worker.buildspec.yml"), "utf8"));

let folder: string;
const path = (...parts: string[]) => join(folder, ...parts);
const git = (where: string, ...args: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
    cwd: where,
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, HOME: folder },
  })
    .toString()
    .trim();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "buildspec-"));
  for (const part of ["github/example", "bin", "build", "seed"]) mkdirSync(path(part), { recursive: true });
  writeFileSync(path(".gitconfig"), `[url "file://${path("github")}/"]\n\tinsteadOf = https://github.com/\n`);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A repository with the branches `main` and `next`, and its way to work. */
function repository(work?: string) {
  git(path("seed"), "init", "-q", "-b", "main");
  writeFileSync(path("seed", "README"), "");
  if (work) {
    mkdirSync(path("seed", ".kiro"));
    writeFileSync(path("seed", ".kiro/work"), `#!/bin/bash\n${work}\n`);
    chmodSync(path("seed", ".kiro/work"), 0o755);
  }
  git(path("seed"), "add", "--all");
  git(path("seed"), "commit", "-qm", "First");
  git(path("seed"), "branch", "next");
  git(folder, "clone", "-q", "--bare", path("seed"), path("github/example/app.git"));
}

/** GitHub's API: `curl` answers each request with the next of these, and fails where one is empty. */
function github(...answers: string[]) {
  answers.forEach((answer, index) => {
    writeFileSync(path("bin", `answer-${index}`), answer);
  });
  writeFileSync(
    path("bin/curl"),
    `#!/bin/bash\ncat > /dev/null\ncd ${path("bin")}\nn=$(ls requests-* 2>/dev/null | wc -l)\necho "$@" > requests-$n\ntest -s answer-$n || exit 22\ncat answer-$n\n`,
  );
  chmodSync(path("bin/curl"), 0o755);
}
const requests = () =>
  readdirSync(path("bin"))
    .filter((name) => name.startsWith("requests-"))
    .map((name) => readFileSync(path("bin", name), "utf8"));

/** Runs the phases as CodeBuild does. Returns whether they succeeded, what `PULL_REQUEST` is, and the files of the artifacts. */
function build(item: Record<string, string>) {
  const env = {
    PATH: `${path("bin")}:${process.env.PATH}`,
    HOME: folder,
    CODEBUILD_SRC_DIR: path("build"),
    GITHUB_TOKEN: "token",
    GIT_USERNAME: "name",
    GIT_PASSWORD: "password",
    WORK_ITEM_ID: "item-1",
    ...item,
  };
  const succeeds = (phase: string, more = {}) =>
    buildspec.phases[phase].commands.every(
      (command: string) =>
        spawnSync("bash", ["-c", command], { env: { ...env, ...more }, stdio: "ignore" }).status === 0,
    );
  let succeeded = succeeds("pre_build") && succeeds("build");
  succeeded = succeeds("post_build", { CODEBUILD_BUILD_SUCCEEDING: succeeded ? "1" : "0" }) && succeeded;
  const [last] = buildspec.phases.post_build.finally;
  const exported = spawnSync("bash", ["-c", `${last}; echo -n "$PULL_REQUEST"`], { env }).stdout.toString();
  const from = path("build", buildspec.artifacts["base-directory"]);
  return { succeeded, pullRequest: exported, artifacts: existsSync(from) ? readdirSync(from) : [] };
}

test("a build without anything to report has a file to upload, or CodeBuild would fail it", () => {
  expect(buildspec.artifacts.files).toEqual(["**/*"]);
  repository();
  const item = { WORK_ITEM_REPOSITORY: "example/app", WORK_ITEM_INPUT_TEXT: 'two\nlines "quoted"' };
  expect(build(item)).toEqual({ succeeded: true, pullRequest: "none", artifacts: ["work-item.json"] });
  expect(JSON.parse(readFileSync(path("build/reports/work-item.json"), "utf8"))).toEqual({
    WORK_ITEM_ID: "item-1",
    ...item,
  });
});

test("an item without a repository has one too", () => {
  expect(build({})).toEqual({ succeeded: true, pullRequest: "none", artifacts: ["work-item.json"] });
});

test("changes are pushed to a branch of the item and proposed for the default branch", () => {
  repository("echo work > work.txt");
  github('{"html_url": "https://github.com/example/app/pull/1"}');
  const built = build({ WORK_ITEM_REPOSITORY: "example/app", WORK_ITEM_TITLE: 'Make "it" faster' });
  expect(built).toMatchObject({ succeeded: true, pullRequest: "https://github.com/example/app/pull/1" });
  expect(git(path("github/example/app.git"), "show", "kiro/item-1:work.txt")).toBe("work");
  expect(requests()).toEqual([expect.stringContaining('"base": "main"')]);
  expect(requests()[0]).not.toContain("token");
});

test("work on a branch is proposed for that branch", () => {
  repository("echo work > work.txt");
  github('{"html_url": "u"}');
  build({ WORK_ITEM_REPOSITORY: "example/app", WORK_ITEM_REVISION: "next" });
  expect(requests()).toEqual([expect.stringContaining('"base": "next"')]);
});

test("a branch may be named as a reference, and a hook of the repository does not run where the secrets are", () => {
  repository(
    'echo work > work.txt; printf "#!/bin/bash\\nenv > $REPORTS/hook\\n" > .git/hooks/pre-commit; chmod +x .git/hooks/pre-commit',
  );
  github('{"html_url": "u"}');
  const built = build({ WORK_ITEM_REPOSITORY: "example/app", WORK_ITEM_REVISION: "refs/heads/next" });
  expect(built).toEqual({ succeeded: true, pullRequest: "u", artifacts: ["work-item.json"] });
  expect(requests()).toEqual([expect.stringContaining('"base": "next"')]);
});

test("a commit is worked on, and proposed for the default branch", () => {
  repository("echo work > work.txt");
  git(path("github/example/app.git"), "config", "uploadpack.allowAnySHA1InWant", "true");
  github('{"html_url": "u"}');
  const commit = git(path("seed"), "rev-parse", "HEAD");
  expect(build({ WORK_ITEM_REPOSITORY: "example/app", WORK_ITEM_REVISION: commit }).succeeded).toBe(true);
  expect(requests()).toEqual([expect.stringContaining('"base": "main"')]);
});

test("a second build of an item finds the pull request of the first", () => {
  repository("echo work > work.txt");
  github("", '[{"html_url": "https://github.com/example/app/pull/1"}]');
  const built = build({ WORK_ITEM_REPOSITORY: "example/app" });
  expect(built).toMatchObject({ succeeded: true, pullRequest: "https://github.com/example/app/pull/1" });
  expect(requests()[1]).toContain("state=open&head=example:kiro/item-1");
});

test("a pull request that could not be opened fails the build, and the event says so", () => {
  repository("echo work > work.txt");
  github("", "[]");
  expect(build({ WORK_ITEM_REPOSITORY: "example/app" })).toMatchObject({ succeeded: false, pullRequest: "" });
});

test("the work of a repository does not inherit the secrets", () => {
  repository('env > "$REPORTS/environment"');
  expect(build({ WORK_ITEM_REPOSITORY: "example/app" }).succeeded).toBe(true);
  const environment = readFileSync(path("build/reports/environment"), "utf8");
  expect(environment).toContain("WORK_ITEM_ID=item-1");
  expect(environment).not.toMatch(/^(GITHUB_TOKEN|GIT_USERNAME|GIT_PASSWORD)=/m);
});

test("work that fails fails the build, and nothing is pushed", () => {
  repository("echo work > work.txt; exit 3");
  expect(build({ WORK_ITEM_REPOSITORY: "example/app" })).toMatchObject({ succeeded: false, pullRequest: "none" });
  expect(git(path("github/example/app.git"), "branch", "--list", "kiro/*")).toBe("");
});
