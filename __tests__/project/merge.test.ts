import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ownProject } from "../../settings/project/folder";
import { readProject } from "../../settings/project/stacks";
import { root } from "../stacks/synthesized";
import { usersProject } from "./users-project";

/** A user's repository merges a later version of the product, with git itself. */

const folder = mkdtempSync(join(tmpdir(), "merge-"));
const upstream = join(folder, "upstream");
const user = join(folder, "user");

afterAll(() => rmSync(folder, { recursive: true }));

const own: Readonly<Record<string, string>> = {
  "project/environments/base.tfvars": 'data_class = "synthetic"\n',
  "project/environments/dev.tfvars": 'account_id = "111111111111"\naccount = {}\n',
  "project/environments/prod.tfvars": 'account_id = "222222222222"\naccount = {}\n',
  "project/systems/shop/base.tfvars": 'application = { image = "ghcr.io/acme/shop:1.0.0" }\n',
  "project/systems/shop/dev.tfvars": "aws = {}\ngcp = {}\n",
  "project/systems/shop/prod.tfvars": "gcp = {}\n",
  "project/exceptions.tfvars": "exceptions = []\n",
  "project/addresses/prod/shop-gcp-prod.txt": "google_storage_bucket.artifacts_1\n",
  "project/functions/shop/handler.ts": "export const handler = () => 1;\n",
};

function git(cwd: string, ...args: string[]): string {
  const identity = ["-c", "user.name=A user", "-c", "user.email=user@example.com", "-c", "init.defaultBranch=main"];
  const env = { PATH: process.env["PATH"], HOME: folder, GIT_CONFIG_NOSYSTEM: "1" };
  return execFileSync("git", [...identity, ...args], { cwd, env, encoding: "utf8" });
}

function write(checkout: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(checkout, file)), { recursive: true });
    writeFileSync(join(checkout, file), text);
  }
}

function commit(checkout: string, message: string): void {
  git(checkout, "add", "--all");
  git(checkout, "commit", "--quiet", "--message", message);
}

/** The product as it is in this checkout: what a user could have edited, without the user's own project. */
function copyProduct(): void {
  for (const name of ["environments", "systems", "README.md", "package.json", ".gitignore", "biome.json"]) {
    cpSync(join(root, name), join(upstream, name), { recursive: true });
  }
}

/** A later version: a new example in an environment of its own and in an old one, other values, another layout of a file. */
function laterVersion(): void {
  write(upstream, {
    "systems/photo-archive/base.tfvars": 'application = { image = "ghcr.io/example/photos:1.0.0" }\n',
    "systems/photo-archive/dev.tfvars": "aws = {}\nkubernetes = {}\n",
    "systems/photo-archive/prod.tfvars": "gcp = {}\n",
    "environments/qa.tfvars": 'account_id = "999999999999"\naccount = {}\n',
    "environments/dev.tfvars": `# Another layout.\n${readFileSync(join(upstream, "environments/dev.tfvars"), "utf8")}`,
  });
  rmSync(join(upstream, "environments/staging.tfvars"));
  appendFileSync(join(upstream, "environments/base.tfvars"), "# A later version.\n");
  appendFileSync(join(upstream, "environments/prod.tfvars"), "# A later version.\n");
}

const stacksOf = (checkout: string) => {
  const place = usersProject(checkout, "");
  return place ? readProject(place).stacks.map(({ id }) => id) : [];
};

const examplesOf = (checkout: string) => readProject({ root: checkout, folder: "." }).stacks.map(({ id }) => id);

test("a later version merges without a conflict, changes no file of the user and adds no stack", () => {
  mkdirSync(upstream);
  git(upstream, "init", "--quiet");
  copyProduct();
  commit(upstream, "One version");
  git(folder, "clone", "--quiet", upstream, user);
  write(user, own);
  commit(user, "Our own systems");
  const files = git(user, "ls-files", ownProject).trim().split("\n");
  expect(files).toEqual(Object.keys(own).sort());
  const before = stacksOf(user);
  expect(before).toEqual(["account-dev", "shop-aws-dev", "shop-gcp-dev", "account-prod", "shop-gcp-prod"]);

  laterVersion();
  commit(upstream, "A later version");
  git(user, "pull", "--quiet", "--no-rebase", "--no-edit");

  expect(git(user, "status", "--porcelain")).toBe("");
  expect(git(user, "log", "--merges", "--format=%p").trim().split(" ")).toHaveLength(2);
  expect(stacksOf(user)).toEqual(before);
  for (const [file, text] of Object.entries(own))
    expect([file, readFileSync(join(user, file), "utf8")]).toEqual([file, text]);
  // What was merged is really there: the examples have the new stacks.
  expect(examplesOf(user)).toEqual(
    expect.arrayContaining(["account-qa", "photo-archive-aws-dev", "photo-archive-gcp-prod"]),
  );
});
