import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gitops } from "../../../operator/commands/supply-chain/gitops";
import type { GitOpsOptions } from "../../../operator/commands/supply-chain/gitops-options";
import { realClock } from "../../../operator/process/clock";
import { FakeGitHub } from "../../support/fake-github";
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

/** What `cosign verify-attestation` prints of a delivery. */
function signed(predicate: unknown): string {
  const subject = [{ name: "ghcr.io/example/api", digest: { sha256: "a".repeat(64) } }];
  const payload = Buffer.from(JSON.stringify({ predicateType: "urn", subject, predicate })).toString("base64");
  const file = join(folder, "delivered.jsonl");
  writeFileSync(file, `${JSON.stringify({ payloadType: "application/vnd.in-toto+json", payload, signatures: [] })}\n`);
  return file;
}

test("what staging had is found by the commit, and its evidence opens production to it, and to no other commit", async () => {
  const remote = new Repository(join(folder, "example/gitops.git"));
  for (const environment of ["staging", "production"]) {
    const file = `environments/${environment}/values.yaml`;
    remote.write(file, "image:\n  repository: ghcr.io/example/api\n  tag: old\n").commit();
  }
  remote.git("config", "receive.denyCurrentBranch", "ignore");
  const [out, outputs] = [join(folder, "delivered/evidence.json"), join(folder, "outputs")];
  process.env["GITHUB_OUTPUT"] = outputs;
  jest.spyOn(process.stdout, "write").mockReturnValue(true);

  jest.spyOn(realClock, "sleep").mockResolvedValue();
  const server = createServer((_, response) => response.end('{"revision":"c0ffee0123456789"}'));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const waitFor = `http://127.0.0.1:${(server.address() as AddressInfo).port}/version`;

  await expect(gitops("staging", { ...options, out })).rejects.toThrow("--out: expected --wait-for");
  await gitops("staging", { ...options, out, waitFor });
  await gitops("running", { ...options, waitFor });
  expect(process.exitCode).toBe(0);
  server.close();
  await gitops("staged", { ...options, image: "ghcr.io/example/api", tag: "v1.2.0" });
  expect(readFileSync(outputs, "utf8").trim().split("\n")).toEqual([
    ...[`image=ghcr.io/example/api@${digest}`, `digest=${digest}`],
  ]);

  const github = await FakeGitHub.start("example/gitops");
  Object.assign(process.env, { GITHUB_API_URL: github.url, GITHUB_TOKEN: github.token() });
  const evidence = signed(JSON.parse(readFileSync(out, "utf8")));
  const production = { ...options, evidence, timeout: 0 };
  await gitops("production", { ...production, tag: "v1.2.0" });
  expect([process.exitCode, github.conversations.all.length]).toEqual([2, 1]);
  process.env["GITHUB_SHA"] = "beef456789";
  const other = gitops("production", { ...production, tag: "v1.3.0" });
  await expect(other).rejects.toThrow(/commit c0ffee0123456789, this run is of beef456789/);
  await github.stop();
  expect(remote.git("branch", "--list", "deploy-*").trim()).toBe("deploy-prod-v1.2.0");
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
  ["production without evidence", "production", { tag: "v1.2.0" }, /--evidence: expected the file.*found none/],
  ["evidence that is not there", "production", { tag: "v1.2.0", evidence: "no.jsonl" }, /--evidence: no.jsonl/],
  ["a search without a version", "staged", { image: "ghcr.io/example/api" }, /--tag: expected the version/],
  ["a search by a digest", "staged", { tag: "v1.2.0" }, /--image: expected a name without tag and digest/],
  ["a look without an address", "running", {}, /--wait-for: expected the address/],
  ["an image by its tag", "staging", { image: "ghcr.io/example/api:1" }, /--image: expected/],
] as const)("%s is refused before anything is cloned", async (_, environment, more, message) => {
  await expect(gitops(environment, { ...options, ...more })).rejects.toThrow(message);
});

test("a repository that is not there is an error in git's words", async () => {
  await expect(gitops("staging", options)).rejects.toThrow(/^git clone failed: fatal: .*example\/gitops\.git/);
});
