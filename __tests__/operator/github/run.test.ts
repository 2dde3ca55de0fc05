import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { idList, person, versionTag } from "../../../operator/arguments";
import { thisRun } from "../../../operator/github/run";
import { writeOutputs, writeSummary } from "../../../operator/github/workflow-files";
import { affectedMarkdown, environmentsOf, toPlan } from "../../../operator/pipeline/affected-text";

const folder = mkdtempSync(join(tmpdir(), "run-"));
afterAll(() => rmSync(folder, { recursive: true }));

const env = {
  GITHUB_ACTIONS: "true",
  GITHUB_REPOSITORY: "acme/shop",
  GITHUB_RUN_ID: "7",
  GITHUB_RUN_ATTEMPT: "1",
  GITHUB_SHA: "c0ffee",
};
const event = (content: string) => {
  const file = join(folder, "event.json");
  writeFileSync(file, content);
  return file;
};

test.each([
  [
    "the event",
    { GITHUB_EVENT_PATH: event('{"pull_request":{"number":9,"head":{"sha":"abc"}}}') },
    { pullRequest: 9, head: "abc" },
  ],
  ["the ref", { GITHUB_REF: "refs/pull/12/merge" }, { pullRequest: 12 }],
  ["nothing, of a push", { GITHUB_REF: "refs/heads/main", GITHUB_EVENT_PATH: "/nowhere" }, { ref: "refs/heads/main" }],
])("a run's pull request is read from %s", (_, more, expected) => {
  const run = thisRun({ ...env, ...more });
  expect(run).toMatchObject({
    id: 7,
    attempt: 1,
    commit: "c0ffee",
    url: "https://github.com/acme/shop/actions/runs/7",
  });
  expect(run).toMatchObject(expected);
  if (!("pullRequest" in expected)) expect(run).not.toHaveProperty("pullRequest");
});

test("outputs are a line each, and a value of several lines, which could set another one, is refused", () => {
  const file = join(folder, "output");
  writeOutputs({ stacks: '["aws-dev"]', environments: "[]" }, { GITHUB_OUTPUT: file });
  expect(readFileSync(file, "utf8")).toBe('stacks=["aws-dev"]\nenvironments=[]\n');
  expect(() => writeOutputs({ image: "a\nstacks=[]" }, { GITHUB_OUTPUT: file })).toThrow(
    "output image: expected one line",
  );
});

test("a summary is added to what is there; outside of a job nothing is written", () => {
  const file = join(folder, "summary");
  for (const text of ["## one\n", "## two"]) writeSummary(text, { GITHUB_STEP_SUMMARY: file });
  expect(readFileSync(file, "utf8")).toBe("## one\n\n## two\n\n");
  expect(() => writeSummary("x", {})).not.toThrow();
});

const stack = (id: string, change: "changed" | "new" | "gone" | "broken" | "may be affected", environment = "dev") => ({
  ...{ stack: id, environment, platform: "aws", change, why: [{ text: "a | b" }] },
});

test("what is planned is changed or new, and not on the emulator", () => {
  const all = [
    stack("aws-dev", "changed"),
    stack("gcp-dev", "new"),
    stack("aws-local", "changed", "local"),
    stack("aws-old", "gone"),
    stack("aws-x", "broken"),
    stack("aws-prod-dr", "may be affected", "prod-dr"),
  ];
  const found = toPlan(all, ["aws-local"]);
  expect(found.map((one) => one.stack)).toEqual(["aws-dev", "gcp-dev"]);
  expect(environmentsOf(found)).toEqual(["dev"]);
  const text = affectedMarkdown(all, []);
  expect(text).toMatch(/^## Affected: 6 stacks/);
  expect(text).toContain("<code>a &#124; b</code>");
  expect(text).toContain("**Not compared, because they cannot be built:** aws-x");
});

test.each(["", "[", '"aws-dev"', "[1]", '["aws dev"]', '["$(id)"]'])("%j is no list of ids", (text) => {
  expect(() => idList(text)).toThrow("expected a JSON array of names");
});
test.each(["1.2.0", "v1.2", "v1.2.0-beta.1", "v1.2.0;id", "v1.2.0\n"])("%j is no tag of a version", (text) => {
  expect(() => versionTag(text)).toThrow("expected a tag such as v1.2.0");
});
test("names that are, are taken", () => {
  expect(idList('["aws-dev"]')).toEqual(["aws-dev"]);
  expect([versionTag("v1.2.0"), versionTag("v10.0.1-rc.12")]).toEqual(["v1.2.0", "v10.0.1-rc.12"]);
  expect(person("prod=acme/release-managers")).toBe("prod=acme/release-managers");
  expect(() => person("prod=")).toThrow(/expected <environment>=<login>/);
});
