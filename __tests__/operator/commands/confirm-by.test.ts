import { confirmedBy } from "../../../operator/commands/confirm-by";
import { deploy } from "../../../operator/commands/deploy";
import type { Selection } from "../../../operator/operations/selection";
import { approvalOf } from "../../../operator/process/approved";
import { GitHubJob } from "../../support/github-job";

const selection = { protectedIds: new Set(["aws-prod", "aws-staging"]) } as Partial<Selection> as Selection;
const options = { confirm: [], settings: [], confirmBy: "github" as const };
let job: GitHubJob;

beforeEach(async () => {
  jest.spyOn(process.stderr, "write").mockReturnValue(true);
  job = await GitHubJob.start({ actions: "read" });
  job.fake.environments.set("prod", { reviewers: ["ann", "bob"] });
  job.fake.runs.start({ id: 77, actor: "ann" });
});
afterEach(() => job.stop());

test("without the option GitHub is not called", async () => {
  const plain = { confirm: ["aws-prod"], settings: [] };
  expect(await confirmedBy(plain, ["aws-prod"], selection)).toBe(plain);
  expect(job.fake.requests).toEqual([]);
});

test("an approved stack is confirmed, who approved is kept, and no program that starts later gets the token", async () => {
  job.fake.runs.review(77, "prod", "bob");
  expect(await confirmedBy(options, ["aws-prod"], selection)).toMatchObject({ confirm: ["aws-prod"] });
  expect(approvalOf("aws-prod")).toMatchObject({ approver: "bob", environment: "prod" });
  expect(process.env["GITHUB_TOKEN"]).toBeUndefined();
  expect(process.stderr.write).toHaveBeenCalledWith(expect.stringMatching(/^aws-prod: approved by bob in prod: https/));
});

test("each protected stack needs an approval of its own environment", async () => {
  job.fake.runs.review(77, "prod", "bob");
  await expect(confirmedBy(options, ["aws-prod", "aws-staging"], selection)).rejects.toThrow(
    /^aws-staging: --confirm-by github: expected an approval of the GitHub environment staging/,
  );
});

test("a stack that is not protected needs none, and no token", async () => {
  delete process.env["GITHUB_TOKEN"];
  expect(await confirmedBy(options, ["aws-dev"], selection)).toMatchObject({ confirm: ["aws-dev"] });
  expect(job.fake.requests).toEqual([]);
  delete process.env["GITHUB_ACTIONS"];
  await expect(confirmedBy(options, ["aws-dev"], selection)).rejects.toThrow(/expected a job of GitHub Actions/);
});

test("a protected stack is not confirmed by the one who triggered the run", async () => {
  job.fake.runs.review(77, "prod", "ann");
  await expect(confirmedBy(options, ["aws-prod"], selection)).rejects.toThrow(/^aws-prod: .*ann triggered run 77/);
});

test.each([{ yes: true }, { confirm: ["aws-prod"] }])(
  "another confirmation together with it is refused: %j",
  async (more) => {
    await expect(confirmedBy({ ...options, ...more }, ["aws-prod"], selection)).rejects.toThrow(/leave out --confirm/);
  },
);

test("a deploy takes it only for plans that were made before the approval", async () => {
  const work = deploy(["aws-prod"], { ...options, var: {}, parallel: 1, refresh: true });
  await expect(work).rejects.toThrow(/--confirm-by github: expected --planned <folder>/);
});
