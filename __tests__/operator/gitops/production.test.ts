import { deliverProduction } from "../../../operator/gitops/production";
import { Deliveries, fakeGitHub, image, other, values } from "./deliveries";

let it: Deliveries;
beforeEach(() => {
  it = new Deliveries();
});
afterEach(() => it.end());

test("production gets a branch and a pull request against main; main stays until it is merged", async () => {
  const { gitHub, made } = fakeGitHub(["open", "open", "merged"]);
  const { status, pullRequest } = await deliverProduction(gitHub, it.props());
  expect([status, pullRequest?.state, it.time]).toEqual(["delivered", "merged", 10_000]);
  expect(made).toEqual([
    expect.objectContaining({ head: "deploy-prod-v2.2.0", base: "main", title: "Deploy v2.2.0 to Production" }),
  ]);
  expect(it.remote.git("show", "deploy-prod-v2.2.0:environments/production/values.yaml")).toContain(
    `v2.2.0@${image.digest}`,
  );
  expect(it.remote.git("show", "main:environments/production/values.yaml")).toContain("tag: v2.1.0");
});

test("without a merge it waits 600 s and says so; a second call goes on with the same pull request", async () => {
  const { gitHub, made } = fakeGitHub();
  const first = await deliverProduction(gitHub, it.props());
  expect([first.status, it.time]).toEqual(["waiting", 600_000]);
  expect(first.lines[0]).toMatch(/not merged within 600 s: https:.*pull\/7/);
  await deliverProduction(gitHub, it.props());
  expect(made).toHaveLength(1);
});

test("a pull request that was closed is an error", async () => {
  await expect(deliverProduction(fakeGitHub(["closed"]).gitHub, it.props())).rejects.toThrow(
    "was closed and not merged",
  );
});

test("a tag names one build: its branch with another image is refused", async () => {
  await deliverProduction(fakeGitHub(["merged"]).gitHub, it.props());
  const second = deliverProduction(fakeGitHub().gitHub, it.props({ image: other }));
  await expect(second).rejects.toThrow("deploy-prod-v2.2.0 exists with another image");
});

test("production asks whether a build may go before it proposes it, and never again", async () => {
  const mayGo = jest.fn();
  await deliverProduction(fakeGitHub(["merged"]).gitHub, it.props(), mayGo);
  await deliverProduction(fakeGitHub().gitHub, it.props(), mayGo);
  expect(mayGo).toHaveBeenCalledTimes(1);
  const refused = deliverProduction(fakeGitHub().gitHub, it.props({ tag: "v2.3.0" }), () => {
    throw new Error("no evidence");
  });
  await expect(refused).rejects.toThrow("no evidence");
  expect(it.remote.git("branch", "--list", "deploy-prod-v2.3.0")).toBe("");
});

test("a version that was merged and replaced since is not waited for", async () => {
  await deliverProduction(fakeGitHub(["merged"]).gitHub, it.props());
  const { gitHub } = fakeGitHub();
  gitHub.list = async (_, __, schema) => [
    schema.parse({ number: 7, html_url: "https://g/pull/7", state: "closed", merged_at: "2026-11-30T10:00:00Z" }),
  ];
  await expect(deliverProduction(gitHub, it.props())).rejects.toThrow(
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
  it.remote.write(file, values.replace("v2.1.0", `v2.3.4@${other.digest}`)).commit();
  it.remote.write(file, values).commit();
  const { isNewestPatch } = await deliverProduction(fakeGitHub(["open", "merged"]).gitHub, it.props({ tag }));
  expect(isNewestPatch).toBe(isNewest);
});
