import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GitHub } from "../../../operator/github/client";
import type { DeliverProps } from "../../../operator/gitops/delivery";
import { deliverProduction } from "../../../operator/gitops/production";
import { deliverStaging } from "../../../operator/gitops/staging";
import { imageOf } from "../../../operator/gitops/values";
import { Repository } from "../affected/repository";

const image = imageOf(`ghcr.io/example/ai-prism/api@sha256:${"a".repeat(64)}`);
const other = imageOf(`ghcr.io/example/ai-prism/api@sha256:${"b".repeat(64)}`);
const values =
  "# Both regions read it.\nimage:\n  repository: ghcr.io/example/ai-prism/api # the build\n  tag: v2.1.0\nreplicaCount: 1\n";

let folder: string;
let remote: Repository;
let said: string[];
let time: number;
const servers: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gitops-"));
  remote = new Repository(join(folder, "remote"));
  for (const environment of ["staging", "production"]) remote.write(`environments/${environment}/values.yaml`, values);
  remote.commit();
  // As a server's repository: a push to its branch is taken.
  remote.git("config", "receive.denyCurrentBranch", "ignore");
  said = [];
  time = 0;
});

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true });
});

function props(more: Partial<DeliverProps> = {}): DeliverProps {
  const sleep = async (ms: number) => {
    time += ms;
  };
  const clock = { now: () => time, sleep };
  const place = { owner: "example", repo: "gitops", remote: { url: remote.dir }, base: "main" };
  return { ...place, image, tag: "v2.2.0", timeoutSeconds: 600, clock, say: (line) => said.push(line), ...more };
}

/** GitHub's pull requests of one repository, with the calls that change something. */
function fakeGitHub(states: readonly ("open" | "merged" | "closed")[] = ["open"]) {
  const made: Record<string, unknown>[] = [];
  const left = [...states];
  const answer = (state: string) => ({
    number: 7,
    html_url: "https://github.com/example/gitops/pull/7",
    state: state === "open" ? "open" : "closed",
    merged_at: state === "merged" ? "2026-11-30T10:00:00Z" : null,
  });
  const gitHub: GitHub = {
    async call(route, parameters, schema) {
      if (route.startsWith("POST ")) made.push(parameters);
      return schema.parse(
        answer(route.startsWith("POST ") ? "open" : ((left.length > 1 ? left.shift() : left[0]) ?? "open")),
      );
    },
    async list(_, __, schema) {
      return made.length > 0 ? [schema.parse(answer("open"))] : [];
    },
  };
  return { gitHub, made };
}

async function serve(text: () => string): Promise<string> {
  const server = createServer((_, response) => response.end(text()));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/version`;
}

test("staging gets one commit with the tag and its digest; comments stay; a second call commits nothing", async () => {
  expect((await deliverStaging(props())).status).toBe("delivered");
  expect(remote.git("show", "main:environments/staging/values.yaml")).toBe(
    values.replace("v2.1.0", `v2.2.0@${image.digest}`).trim(),
  );
  expect(remote.git("log", "-1", "--format=%an|%s", "main")).toBe("github-actions[bot]|Update staging to v2.2.0");
  const commit = remote.git("rev-parse", "main");
  await deliverStaging(props());
  expect(remote.git("rev-parse", "main")).toBe(commit);
  expect(said).toEqual([
    "committed v2.2.0 to environments/staging/values.yaml on main",
    "environments/staging/values.yaml has v2.2.0 already",
  ]);
});

test("a push of someone else in the meantime is not lost: the commit is made again on top of it", async () => {
  // A hook that lets another commit in before the first push, once.
  const hook = `#!/bin/sh
[ -e ${folder}/raced ] && exit 0
touch ${folder}/raced
unset GIT_DIR GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
cd ${remote.dir}
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
git update-ref refs/heads/main "$(git commit-tree -p HEAD -m other "HEAD^{tree}")"
exit 0
`;
  mkdirSync(join(remote.dir, ".git/hooks"), { recursive: true });
  execFileSync(
    "sh",
    ["-c", `cat > '${remote.dir}/.git/hooks/pre-receive' && chmod +x '${remote.dir}/.git/hooks/pre-receive'`],
    { input: hook },
  );
  await deliverStaging(props());
  expect(remote.git("log", "--format=%s", "main").split("\n")).toEqual(["Update staging to v2.2.0", "other", "x"]);
});

test("production gets a branch and a pull request against main; main stays until it is merged", async () => {
  const { gitHub, made } = fakeGitHub(["open", "open", "merged"]);
  const { status, pullRequest } = await deliverProduction(gitHub, props());
  expect([status, pullRequest?.state, time]).toEqual(["delivered", "merged", 10_000]);
  expect(made).toEqual([
    expect.objectContaining({ head: "deploy-prod-v2.2.0", base: "main", title: "Deploy v2.2.0 to Production" }),
  ]);
  expect(remote.git("show", "deploy-prod-v2.2.0:environments/production/values.yaml")).toContain(
    `v2.2.0@${image.digest}`,
  );
  expect(remote.git("show", "main:environments/production/values.yaml")).toContain("tag: v2.1.0");
});

test("without a merge it waits 600 s and says so; a second call goes on with the same pull request", async () => {
  const { gitHub, made } = fakeGitHub();
  const first = await deliverProduction(gitHub, props());
  expect([first.status, time]).toEqual(["waiting", 600_000]);
  expect(first.lines[0]).toMatch(/not merged within 600 s: https:.*pull\/7/);
  await deliverProduction(gitHub, props());
  expect(made).toHaveLength(1);
});

test("a pull request that was closed is an error", async () => {
  await expect(deliverProduction(fakeGitHub(["closed"]).gitHub, props())).rejects.toThrow("was closed and not merged");
});

test("a tag names one build: its branch with another image is refused", async () => {
  await deliverProduction(fakeGitHub(["merged"]).gitHub, props());
  const second = deliverProduction(fakeGitHub().gitHub, props({ image: other }));
  await expect(second).rejects.toThrow("deploy-prod-v2.2.0 exists with another image");
});

test("it waits until the address says the build, and for 600 s at most", async () => {
  let answer = "v2.1.0";
  const url = await serve(() => `{"version":"${answer}"}`);
  const waitFor = { url, expected: '"2.2.0"' };
  const waiting = await deliverStaging(props({ waitFor }));
  expect(waiting.status).toBe("waiting");
  expect(waiting.lines[0]).toMatch(/expected "2.2.0" alone within 600 s: .* answered 200: \{"version":"v2.1.0"\}/);
  answer = "2.2.0";
  expect((await deliverStaging(props({ waitFor }))).status).toBe("delivered");
});

test.each([
  ["12.2.0", "waiting"],
  ["2.2.0-rc.1", "waiting"],
  ["2.2.01", "waiting"],
  ["v=2.2.0", "delivered"],
])("an address that says %s of 2.2.0: %s", async (answer, status) => {
  const url = await serve(() => `{"version": "${answer}"}`);
  expect((await deliverStaging(props({ waitFor: { url, expected: "2.2.0" } }))).status).toBe(status);
});

test.each([
  ["no values file", () => remote.git("rm", "-q", "environments/staging/values.yaml"), "expected this file"],
  ["no tag", () => remote.write("environments/staging/values.yaml", "image: {}\n"), "expected image.tag"],
  [
    "the image of another repository",
    () => remote.write("environments/staging/values.yaml", values.replace("/api", "/web")),
    "expected image.repository",
  ],
  ["no YAML", () => remote.write("environments/staging/values.yaml", "a: [\n"), "expected YAML"],
])("%s is refused, and nothing is pushed", async (_, change, message) => {
  change();
  const commit = remote.commit();
  await expect(deliverStaging(props())).rejects.toThrow(message);
  expect(remote.git("rev-parse", "main")).toBe(commit);
});

test("a canary that gives the new build a part of the requests is no delivery", async () => {
  let asked = 0;
  const url = await serve(() => (++asked % 2 ? "2.2.0" : "2.1.0"));
  const waiting = await deliverStaging(props({ waitFor: { url, expected: "2.2.0" } }));
  expect([waiting.status, time > 590_000]).toEqual(["waiting", true]);
});

test("an older run delivers nothing over a later one, and a person may", async () => {
  const run = (number: number, workflow = "acme/shop/.github/workflows/ci.yml") => ({ workflow, number });
  await deliverStaging(props({ tag: "later", run: run(8) }));
  const before = remote.git("rev-parse", "main");
  await expect(deliverStaging(props({ tag: "older", run: run(7) }))).rejects.toThrow(
    "environments/staging/values.yaml has the build of a later run (8), this is run 7: older is not delivered",
  );
  expect(remote.git("rev-parse", "main")).toBe(before);
  await deliverStaging(props({ tag: "later", run: run(8) }));
  await deliverStaging(props({ tag: "other", run: run(3, "acme/shop/.github/workflows/other.yml") }));
  await deliverStaging(props({ tag: "hand" }));
  expect(remote.git("show", "main:environments/staging/values.yaml")).toContain("tag: hand@");
});

test("production asks whether a build may go before it proposes it, and never again", async () => {
  const mayGo = jest.fn();
  await deliverProduction(fakeGitHub(["merged"]).gitHub, props(), mayGo);
  await deliverProduction(fakeGitHub().gitHub, props(), mayGo);
  expect(mayGo).toHaveBeenCalledTimes(1);
  const refused = deliverProduction(fakeGitHub().gitHub, props({ tag: "v2.3.0" }), () => {
    throw new Error("no evidence");
  });
  await expect(refused).rejects.toThrow("no evidence");
  expect(remote.git("branch", "--list", "deploy-prod-v2.3.0")).toBe("");
});

test("a version that was merged and replaced since is not waited for", async () => {
  await deliverProduction(fakeGitHub(["merged"]).gitHub, props());
  const { gitHub } = fakeGitHub();
  gitHub.list = async (_, __, schema) => [
    schema.parse({ number: 7, html_url: "https://g/pull/7", state: "closed", merged_at: "2026-11-30T10:00:00Z" }),
  ];
  await expect(deliverProduction(gitHub, props())).rejects.toThrow(
    "https://g/pull/7 was merged, and environments/production/values.yaml on main has another tag than v2.2.0 since",
  );
});

test.each([
  ["v2.2.0", true],
  ["v2.1.9", true],
  ["v2.3.0", false],
  ["v1.9.9", true],
])("after v2.3.4 in production %s is the newest of its minor: %s", async (tag, isNewest) => {
  const file = "environments/production/values.yaml";
  remote.write(file, values.replace("v2.1.0", `v2.3.4@${other.digest}`)).commit();
  remote.write(file, values).commit();
  const { isNewestPatch } = await deliverProduction(fakeGitHub(["open", "merged"]).gitHub, props({ tag }));
  expect(isNewestPatch).toBe(isNewest);
});

test("an image without its digest is refused", () => {
  expect(() => imageOf("ghcr.io/example/api:v2.2.0")).toThrow("expected <registry>/<name>@sha256");
});
