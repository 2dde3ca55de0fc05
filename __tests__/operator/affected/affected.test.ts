import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { affected } from "../../../operator/affected/affected";
import { affectedText } from "../../../operator/affected/text";
import { root } from "../../stacks/synthesized";
import { Repository } from "./repository";

/** A project in a repository of its own: one account's stack for each environment. */
const project = new Repository();
const file = (environment: string) => join("environments", `${environment}.tfvars`);
const write = (environment: string, account: number, more = "") =>
  project.write(
    file(environment),
    `account_id = "${`${account}`.repeat(12)}"\ndata_class = "synthetic"\n${more}account = {}\n`,
  );

const contacts = 'notifications = { critical = ["team@example.com"], warning = ["team@example.com"] }\n';
project.write(file("base"), contacts);
write("same", 1, "# a comment\n");
write("edited", 2, 'tags = { Team = "a", Api_Token = "then" }\n');
write("gone", 3);
write("unread", 4);
write("wrong", 5);
write("right", 6, "log_days = 8\n");
const commit = project.commit();
write("same", 1, "# another\n\n");
write("edited", 2, '\ntags = { Team = "b", Api_Token = "now" }\n');
rmSync(join(project.dir, file("gone")));
project.write(file("unread"), "account = {");
write("wrong", 5, "log_days = 9\n");
write("right", 6);
write("fresh", 7);

const kept = mkdtempSync(join(tmpdir(), "kept-"));
const say = () => {};
const find = () => affected({ place: { root, folder: project.dir }, since: "HEAD", kept, say });
const at = (environment: string) => join(project.dir, file(environment));

test("each stack is compared with what it was, and one that is wrong stops no other", async () => {
  const { compared, mistakes, stacks, ...found } = await find();
  expect(found.commit).toBe(commit);
  expect(stacks.map(({ stack, change, why }) => [stack, change, why])).toEqual([
    [
      "account-edited",
      "changed",
      [
        { file: at("edited"), line: 4, setting: "tags.Api_Token", before: "(hidden)", now: "(hidden)" },
        { file: at("edited"), line: 4, setting: "tags.Team", before: '"a"', now: '"b"' },
      ],
    ],
    ["account-fresh", "new", [{ file: at("fresh"), line: 3, setting: "account" }]],
    [
      "account-right",
      "changed",
      [{ text: expect.stringMatching(/^could not be built then: .*log_days: wrong value/) }],
    ],
    ["account-unread", "broken", [{ text: expect.stringContaining("broken syntax") }]],
    ["account-wrong", "broken", [{ text: expect.stringContaining("log_days: wrong value") }]],
    ["account-gone", "gone", [{ file: at("gone"), line: 3, setting: "account" }]],
  ]);
  expect(compared).toBe(6);
  expect(mistakes.map((line) => line.split(":")[0])).toEqual(["account-unread", "account-wrong"]);
  const text = affectedText({ commit, stacks });
  expect(text).toContain(`Affected:\n  account-edited\n    ${at("edited")}:4: tags.Api_Token: (hidden) → (hidden)\n`);
  expect(text).toContain("Not compared, because they cannot be built:\n  account-unread, account-wrong");
  expect(text).not.toContain("account-same");
}, 600_000);

test("the build of a commit is kept, the project's repository stays as it is, and nothing else is left", async () => {
  const before = readdirSync(join(root, ".local")).filter((name) => name.startsWith("synth-"));
  const builds = readdirSync(kept);
  const status = project.git("status", "--porcelain");
  await find();
  expect(readdirSync(kept)).toEqual(builds);
  expect(builds).toEqual([expect.stringMatching(new RegExp(`^${commit.slice(0, 12)}-[0-9a-f]{8}$`))]);
  expect(project.git("status", "--porcelain")).toBe(status);
  expect(project.git("worktree", "list").split("\n")).toHaveLength(1);
  expect(readdirSync(join(root, ".local")).filter((name) => name.startsWith("synth-"))).toEqual(before);
}, 600_000);

test("a commit without the project had no stacks: all are new", async () => {
  project.git(
    "branch",
    "empty",
    project.git("commit-tree", "-m", "x", project.git("hash-object", "-t", "tree", "-w", "/dev/null")),
  );
  const { stacks } = await affected({ place: { root, folder: project.dir }, since: "empty", kept, say });
  expect(stacks.filter(({ change }) => change === "new").map(({ stack }) => stack)).toContain("account-same");
  expect(stacks.some(({ change }) => change === "gone")).toBe(false);
}, 600_000);
