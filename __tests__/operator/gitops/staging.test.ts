import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { deliverStaging } from "../../../operator/gitops/staging";
import { Deliveries, image, values } from "./deliveries";

let it: Deliveries;
beforeEach(() => {
  it = new Deliveries();
});
afterEach(() => it.end());

test("staging gets one commit with the tag and its digest; comments stay; a second call commits nothing", async () => {
  expect((await deliverStaging(it.props())).status).toBe("delivered");
  expect(it.remote.git("show", "main:environments/staging/values.yaml")).toBe(
    values.replace("v2.1.0", `v2.2.0@${image.digest}`).trim(),
  );
  expect(it.remote.git("log", "-1", "--format=%an|%s", "main")).toBe("github-actions[bot]|Update staging to v2.2.0");
  const commit = it.remote.git("rev-parse", "main");
  await deliverStaging(it.props());
  expect(it.remote.git("rev-parse", "main")).toBe(commit);
  expect(it.said).toEqual([
    "committed v2.2.0 to environments/staging/values.yaml on main",
    "environments/staging/values.yaml has v2.2.0 already",
  ]);
});

test("a push of someone else in the meantime is not lost: the commit is made again on top of it", async () => {
  // A hook that lets another commit in before the first push, once.
  const hook = `#!/bin/sh
[ -e ${it.folder}/raced ] && exit 0
touch ${it.folder}/raced
unset GIT_DIR GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
cd ${it.remote.dir}
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
git update-ref refs/heads/main "$(git commit-tree -p HEAD -m other "HEAD^{tree}")"
exit 0
`;
  mkdirSync(join(it.remote.dir, ".git/hooks"), { recursive: true });
  execFileSync(
    "sh",
    ["-c", `cat > '${it.remote.dir}/.git/hooks/pre-receive' && chmod +x '${it.remote.dir}/.git/hooks/pre-receive'`],
    { input: hook },
  );
  await deliverStaging(it.props());
  expect(it.remote.git("log", "--format=%s", "main").split("\n")).toEqual(["Update staging to v2.2.0", "other", "x"]);
});

test("it waits until the address says the build, and for 600 s at most", async () => {
  let answer = "v2.1.0";
  const url = await it.serve(() => `{"version":"${answer}"}`);
  const waitFor = { url, expected: '"2.2.0"' };
  const waiting = await deliverStaging(it.props({ waitFor }));
  expect(waiting.status).toBe("waiting");
  expect(waiting.lines[0]).toMatch(/expected "2.2.0" alone within 600 s: .* answered 200: \{"version":"v2.1.0"\}/);
  answer = "2.2.0";
  expect((await deliverStaging(it.props({ waitFor }))).status).toBe("delivered");
});

test.each([
  ["12.2.0", "waiting"],
  ["2.2.0-rc.1", "waiting"],
  ["2.2.01", "waiting"],
  ["v=2.2.0", "delivered"],
])("an address that says %s of 2.2.0: %s", async (answer, status) => {
  const url = await it.serve(() => `{"version": "${answer}"}`);
  expect((await deliverStaging(it.props({ waitFor: { url, expected: "2.2.0" } }))).status).toBe(status);
});

test.each([
  ["no values file", () => it.remote.git("rm", "-q", "environments/staging/values.yaml"), "expected this file"],
  ["no tag", () => it.remote.write("environments/staging/values.yaml", "image: {}\n"), "expected image.tag"],
  [
    "the image of another repository",
    () => it.remote.write("environments/staging/values.yaml", values.replace("/api", "/web")),
    "expected image.repository",
  ],
  ["no YAML", () => it.remote.write("environments/staging/values.yaml", "a: [\n"), "expected YAML"],
])("%s is refused, and nothing is pushed", async (_, change, message) => {
  change();
  const commit = it.remote.commit();
  await expect(deliverStaging(it.props())).rejects.toThrow(message);
  expect(it.remote.git("rev-parse", "main")).toBe(commit);
});

test("a canary that gives the new build a part of the requests is no delivery", async () => {
  let asked = 0;
  const url = await it.serve(() => (++asked % 2 ? "2.2.0" : "2.1.0"));
  const waiting = await deliverStaging(it.props({ waitFor: { url, expected: "2.2.0" } }));
  expect([waiting.status, it.time > 590_000]).toEqual(["waiting", true]);
});

test("an older run delivers nothing over a later one, and a person may", async () => {
  const run = (number: number, workflow = "acme/shop/.github/workflows/ci.yml") => ({ workflow, number });
  await deliverStaging(it.props({ tag: "later", run: run(8) }));
  const before = it.remote.git("rev-parse", "main");
  await expect(deliverStaging(it.props({ tag: "older", run: run(7) }))).rejects.toThrow(
    "environments/staging/values.yaml has the build of a later run (8), this is run 7: older is not delivered",
  );
  expect(it.remote.git("rev-parse", "main")).toBe(before);
  await deliverStaging(it.props({ tag: "later", run: run(8) }));
  await deliverStaging(it.props({ tag: "other", run: run(3, "acme/shop/.github/workflows/other.yml") }));
  await deliverStaging(it.props({ tag: "hand" }));
  expect(it.remote.git("show", "main:environments/staging/values.yaml")).toContain("tag: hand@");
});
