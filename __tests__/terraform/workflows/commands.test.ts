import { FakeGitHub } from "../../support/fake-github";
import { runWorkflow } from "../../workflows/executor/run";
import type { Answer } from "../../workflows/executor/tools";
import type { ActionCall } from "../../workflows/executor/world";
import { ran, recordedWorld } from "../../workflows/shipped";
import { describeShipped } from "../../workflows/shipped-files";
import { copyProject } from "../support/project-copy";

/** What `npm run pipeline -- look` writes: the looks are recorded here, and what is said on GitHub about them is said by our own commands. */
const at = "2026-11-30T03:00:00.000Z";
const looked = (what: string, more: object, name = "dev") => ({
  ...{ version: 1, what, name, at },
  stacks: platforms.map((platform) => `${platform}-${name}`),
  ...more,
});
/** What the shipped workflows look at in each environment. */
const platforms = ["account", "aws", "aws-eks", "aws-serverless", "aws-websocket", "aws-codebuild", "gcp", "azure"];
const drifted = {
  ...{ address: "aws_lb.one", attribute: "tags.Owner", before: "ann", after: "bob", kind: "drift", isReverted: true },
};
const drift = (found: readonly object[]) => {
  const status = found.length > 0 ? "drift" : "none";
  const one = { stack: "aws-dev", at, status, found, undeployed: [], follows: [], strays: [], notes: [] };
  return looked("drift", { drifts: [one], failed: [], accepted: { expired: [], warnings: [] } });
};
const nothing = { drifts: [], failed: [], accepted: { expired: [], warnings: [] } };

const real = (when: string): Answer => ({ tool: "npm", when, real: true });
/** The looks of one environment, as files; of the others nothing was found. */
const looks = (what: string, document: object, others: object): readonly Answer[] => {
  const documents = [document, ...["test", "staging", "prod", "prod-dr"].map((name) => looked(what, others, name))];
  return documents.map((one) => {
    const { name } = one as { readonly name: string };
    const files = { [`looks/${name}.json`]: JSON.stringify(one) };
    return { tool: "npm", when: `look ${what} .*--environment ${name} `, files };
  });
};

/** A copy of this checkout, where the job says something on GitHub; the jobs that look at a cloud are recorded. */
const checkout = (folder: string, { permissions }: ActionCall) => {
  if (permissions["id-token"] !== "write") copyProject(folder);
};

describeShipped("workflows with our own commands", () => {
  let github: FakeGitHub;
  beforeEach(async () => {
    github = await FakeGitHub.start();
    // No one approves these: neither the night nor the plan of `dev` waits for a person.
    for (const name of ["staging", "prod", "prod-dr"]) github.environments.set(`${name}-plan`, { reviewers: ["bob"] });
  });
  afterEach(() => github.stop());
  const env = { PROJECT: ".", HOME: process.env["HOME"] ?? "/tmp" };

  test("drift opens an issue, and the night without it closes the issue (looks: recorded, not run)", async () => {
    const night = async (document: object) => {
      const { world, tools } = await recordedWorld({ name: "schedule" }, github, {}, checkout);
      tools.answer([real("pipeline -- issue"), ...looks("drift", document, nothing)]);
      const result = await runWorkflow({ ...world, env: { ...world.env, ...env } }, "drift.yml");
      const issue = result.jobs.find(({ id }) => id === "issue");
      return `${issue?.result}: ${issue?.steps.at(-1)?.output}`;
    };
    expect(await night(drift([drifted]))).toMatch(/success: [\s\S]*issue #1 opened/);
    expect(github.conversations.all).toMatchObject([{ state: "open", title: expect.stringContaining("Drift") }]);
    expect(github.conversations.all[0]?.body).toContain("aws_lb.one");
    expect(await night(drift([]))).toMatch(/success: [\s\S]*issue #1 closed/);
    expect(github.conversations.all).toMatchObject([{ state: "closed", state_reason: "completed" }]);
    expect(github.unknown).toEqual([]);
  });

  test("a pull request gets one comment, which the next push writes again (looks: recorded, not run)", async () => {
    const sha = "a".repeat(40);
    const pull = github.conversations.open("Edit", {
      pull: { head: "edit", base: "main", draft: false, sha } as never,
    });
    const look = async (error: string) => {
      const event = { name: "pull_request", sha, payload: { number: pull.number }, head: "edit", actor: "ada" };
      const { world, tools } = await recordedWorld(event, github, {}, checkout);
      const affected = { stacks: '["aws-dev"]' };
      const plans = looked("plan", { plans: [{ id: "aws-dev", error }] });
      tools.answer([
        real("pipeline -- comment"),
        { tool: "npm", when: "pipeline -- affected", outputs: affected },
        ...looks("plan", plans, { plans: [] }),
      ]);
      const result = await runWorkflow({ ...world, env: { ...world.env, ...env } }, "plan.yml");
      const comment = result.jobs.find(({ id }) => id === "comment");
      return [...ran(result), comment?.steps.at(-1)?.output].join("\n");
    };
    expect(await look("no such subnet")).toMatch(
      /^affected success\nlook-dev success\ncomment success\n[\s\S]*comment made/,
    );
    expect(await look("no such image")).toMatch(/comment updated/);
    expect(pull.comments).toHaveLength(1);
    expect(pull.comments[0]?.body).toContain("no such image");
    expect(github.unknown).toEqual([]);
  });
});
