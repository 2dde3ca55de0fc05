import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type GitOpsOptions, gitops } from "../../../operator/commands/supply-chain/gitops";
import { Repository } from "../affected/repository";

const digest = `sha256:${"a".repeat(64)}`;
const options: GitOpsOptions = {
  repository: "example/gitops",
  image: `ghcr.io/example/api@${digest}`,
  base: "main",
  timeout: 600,
  json: true,
};

let folder: string;
const kept = { ...process.env };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gitops-"));
  process.env["GITHUB_SERVER_URL"] = folder;
  process.env["GITHUB_SHA"] = "c0ffee0123456789";
});

afterEach(() => {
  jest.restoreAllMocks();
  process.env = { ...kept };
  process.exitCode = 0;
  rmSync(folder, { recursive: true });
});

test("staging takes the commit that was built as its tag, and prints how it ended", async () => {
  const remote = new Repository(join(folder, "example/gitops.git"));
  remote.write("environments/staging/values.yaml", "image:\n  repository: ghcr.io/example/api\n  tag: old\n").commit();
  remote.git("config", "receive.denyCurrentBranch", "ignore");
  const write = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  await gitops("staging", options);
  expect(process.exitCode).toBe(0);
  expect(JSON.parse(String(write.mock.calls[0]?.[0]))).toMatchObject({ type: "result", status: "delivered" });
  expect(remote.git("show", "main:environments/staging/values.yaml")).toContain(`tag: sha-c0ffee0@${digest}`);
});

test.each([
  [
    "a repository without an owner",
    "staging",
    { repository: "gitops" },
    /--repository: expected owner\/name, found gitops/,
  ],
  ["an option of git as a repository", "staging", { repository: "--upload-pack=x/y" }, /--repository: expected/],
  ["production without a version", "production", {}, /--tag: expected the version.*found none/],
  ["a version that is none", "production", { tag: "latest" }, /--tag: expected the version.*found latest/],
  [
    "a candidate for production",
    "production",
    { tag: "v1.2.0-rc.1" },
    /--tag: expected the version.*found v1.2.0-rc.1/,
  ],
  ["a version without its patch", "production", { tag: "v1.2" }, /--tag: expected the version.*found v1.2$/],
  ["a tag that leaves its place", "staging", { tag: "../x" }, /--tag: expected a tag/],
  ["an address that is none", "staging", { waitFor: "staging" }, /--wait-for: expected an address/],
  ["a file as an address", "staging", { waitFor: "file:///etc/passwd" }, /--wait-for: expected an address/],
  ["an image by its tag", "staging", { image: "ghcr.io/example/api:1" }, /--image: expected/],
] as const)("%s is refused before anything is cloned", async (_, environment, more, message) => {
  await expect(gitops(environment, { ...options, ...more })).rejects.toThrow(message);
});

test("a repository that is not there is an error in git's words", async () => {
  await expect(gitops("staging", options)).rejects.toThrow(/^git clone failed: fatal: .*example\/gitops\.git/);
});
