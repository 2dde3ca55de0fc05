import { z } from "zod";
import { authorOf } from "../../../operator/github/author";
import { gitHub } from "../../../operator/github/client";
import { limitIn } from "../../../operator/github/limit";
import type { Answer } from "../../support/github/routes";
import { GitHubJob } from "../../support/github-job";

const now = Date.parse("2026-11-30T08:00:00Z");
const secondary = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";

test.each([
  ["says after how long", 403, { "retry-after": "7" }, secondary, 7000],
  ["says so with 429", 429, { "retry-after": "7" }, "", 7000],
  ["says when", 403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now / 1000 + 30) }, "", 30_000],
  ["says a time that is over", 403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" }, "", 1000],
  ["says only that", 403, {}, secondary, 60_000],
  ["says nothing but 429", 429, {}, "", 60_000],
  ["lacks a right", 403, { "x-ratelimit-remaining": "4000" }, "Resource not accessible by integration", undefined],
  ["has a fault", 500, { "retry-after": "7" }, "", undefined],
])("a refusal that %s is waited for as long as that", (_, status, headers, message, ms) => {
  expect(limitIn(status, { headers, data: { message } }, now)).toBe(ms);
});

describe("a token that has called too often", () => {
  let job: GitHubJob;
  beforeEach(async () => {
    job = await GitHubJob.start({ issues: "write" });
  });
  afterEach(() => job.stop());
  const limited = (headers: Record<string, string>): Answer => ({
    status: 403,
    headers,
    document: { message: secondary },
  });
  const refused = (call: string, answers: Answer[]) => job.fake.instead.set(call, () => answers.shift());
  const open = async () =>
    (await gitHub()).call(
      "POST /repos/{owner}/{repo}/issues",
      { owner: "your-org", repo: "stacks", title: "Drift" },
      z.object({ number: z.number() }),
    );

  test("writes once more after the time that GitHub says: what was refused has changed nothing", async () => {
    refused("POST /repos/your-org/stacks/issues", [limited({ "retry-after": "0" })]);
    expect(await open()).toEqual({ number: 1 });
    expect(job.fake.conversations.all).toHaveLength(1);
  });

  test("is said at once where that is longer than a job may wait", async () => {
    refused("POST /repos/your-org/stacks/issues", [limited({ "retry-after": "3600" })]);
    await expect(open()).rejects.toThrow(/\(403\): .*secondary rate limit.*called too often: run it again in 60 min$/);
  });

  test("is not taken for the token of a job, which may not say who it is", async () => {
    refused("GET /user", [limited({ "retry-after": "3600" })]);
    await expect(authorOf(await gitHub(), undefined)).rejects.toThrow(/called too often/);
  });
});

test.each(["ghs_one\nghs_two", "my token", "tökén"])(
  "a token that is none is refused, and not shown: %j",
  async (token) => {
    const refused = gitHub({ GITHUB_TOKEN: token }).catch(({ message }: Error) => message);
    expect(await refused).toBe("GITHUB_TOKEN: expected a token in one line, found a text with blanks or other signs");
  },
);

test("the line end of a file with a token is no part of it", async () => {
  await expect(gitHub({ GITHUB_TOKEN: "ghs_one\n" })).resolves.toBeDefined();
});

test("without a token it is said where a job and where a person gets one", async () => {
  jest.resetModules();
  const { gitHub: fresh } = await import("../../../operator/github/client.js");
  await expect(fresh({})).rejects.toThrow(
    'GITHUB_TOKEN: expected a token of GitHub, found none. In a workflow: env: GITHUB_TOKEN: ${{ github.token }}; on a machine: export GITHUB_TOKEN="$(gh auth token)"',
  );
});
