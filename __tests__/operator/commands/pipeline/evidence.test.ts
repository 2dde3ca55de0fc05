import { readFileSync } from "node:fs";
import { join } from "node:path";
import { evidence } from "../../../../operator/commands/pipeline/evidence";
import { readEvidence } from "../../../../operator/pipeline/evidence";
import { UserError } from "../../../../operator/process/user-error";
import { summarize } from "../../../../operator/release/log/record";
import { ReleaseLog } from "../../../../operator/release/log/release-log";
import { LostCredentials } from "../../../../operator/release/port/lost-credentials";
import { GitHubJob } from "../../../support/github-job";
import { MemoryStore } from "../../release/log/memory-store";
import { plan } from "../../release/log/plan";

const store = new MemoryStore();
jest.mock("../../../../operator/release/world/log-of", () => ({ logOf: () => store }));

const by = { who: "ann", host: "h", token: "1" };
const at = Date.parse("2026-11-30T08:00:00.000Z");
let job: GitHubJob;

beforeEach(async () => {
  job = await GitHubJob.start({}, { GITHUB_REF: "refs/tags/v1.2.0-rc.1" });
});
afterEach(() => job.stop());

test("without a completed release there is no evidence, and no file", async () => {
  const out = join(job.folder, "evidence", "evidence.json");
  await expect(evidence("aws-staging", { settings: [], out })).rejects.toThrow(
    "expected a completed release, found none",
  );
  expect(() => readFileSync(out)).toThrow(/ENOENT/);
});

test("the last completed release is written with the tag and the run, into a folder that is made", async () => {
  const log = await ReleaseLog.claim({ store, stack: "aws-staging" }, undefined, plan, by, at, 60);
  const summary = { ...summarize(log), status: "completed" as const, ended: "2026-11-30T09:00:00.000Z" };
  await log.append({ type: "final", summary }, by, at + 1000, 0);
  const out = join(job.folder, "evidence", "evidence.json");
  await evidence("aws-staging", { settings: [], out });
  expect(readEvidence(out)).toMatchObject({
    ...{ stack: "aws-staging", system: "test-execution", platform: "aws", environment: "staging" },
    ...{ release: "000001", build: plan.build, ended: "2026-11-30T09:00:00.000Z", tag: "v1.2.0-rc.1" },
    run: "https://github.com/your-org/stacks/actions/runs/77",
  });
});

test("what the job saw live is confirmed now, with its tag and commit; without a release that it saw nothing is", async () => {
  const out = join(job.folder, "evidence.json");
  const [settings, now] = [[], new Date("2026-12-08T09:00:00.000Z")];
  await evidence("aws-staging", { settings, out, now, release: "000001" });
  expect(readEvidence(out)).toMatchObject({
    ended: "2026-11-30T09:00:00.000Z",
    confirmed: { at: "2026-12-08T09:00:00.000Z", tag: "v1.2.0-rc.1", commit: expect.stringMatching(/^[0-9a-f]{40}/) },
  });
  await evidence("aws-staging", { settings, out, now });
  expect(readEvidence(out)).not.toHaveProperty("confirmed");
  await expect(evidence("aws-staging", { settings, out, release: "000002" })).rejects.toThrow(
    "expected release 000002",
  );
  await expect(evidence("aws-staging", { settings, out, release: "" })).rejects.toThrow("this job saw, found none");
});

test("without credentials for its account the log is not read, which is said in one line", async () => {
  const lost = new LostCredentials("Could not load credentials from any providers");
  jest.spyOn(store, "list").mockRejectedValueOnce(lost);
  await expect(evidence("aws-staging", { settings: [], out: join(job.folder, "evidence.json") })).rejects.toThrow(
    new UserError(
      "aws-staging: its log cannot be read: Could not load credentials from any providers: sign in to its account, then run it again",
    ),
  );
});

test("the stack of an environment has no releases", async () => {
  await expect(evidence("account-prod", { settings: [], out: "x" })).rejects.toThrow(/expected the stack of a system/);
});
