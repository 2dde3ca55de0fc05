import { FakeGitHub } from "../support/fake-github";
import { jobOf } from "./executor/results";
import { runWorkflow, startWorkflow } from "./executor/run";
import { recorded } from "./executor/tools";
import { answers, ran, recordedWorld } from "./shipped";
import { describeShipped } from "./shipped-files";

const push = (ref: string) => ({ name: "push", ref, actor: "ada" });

describeShipped("the shipped workflows, executed", () => {
  let github: FakeGitHub;
  beforeEach(async () => {
    github = await FakeGitHub.start();
    github.environments.set("prod", { reviewers: ["ada", "bob"], preventSelfReview: true, waitTimer: 1440 });
    for (const name of ["staging", "staging-plan", "prod-plan"]) github.environments.set(name, { reviewers: ["bob"] });
    github.environments.set("prod-watch", { branches: ["main"], tags: ["v*"] });
  });
  afterEach(() => github.stop());
  // No one approves `staging-plan` and `prod-plan`: a deploy or a night that took these would wait, and fail here.
  const reviews = { prod: "bob", staging: "bob" };

  const before: Readonly<Record<string, string>> = { staging: "test", prod: "staging", "prod-dr": "prod" };
  const reads = (environment?: string) => (environment ? [`${environment}-watch multicloud-${environment}-plan`] : []);

  test.each([
    ["refs/heads/main", ["test"]],
    ["refs/tags/v1.2.0-rc.1", ["staging"]],
    ["refs/tags/v1.2.0", ["prod", "prod-dr"]],
  ])(
    recorded("kiro-worker: %s is planned, applied and released in %s, and nowhere else"),
    async (ref, environments) => {
      const { world, tools, calls } = await recordedWorld(push(ref), github, { reviews });
      tools.answer(answers);
      expect((await runWorkflow(world, "deploy-kiro-worker.yml")).result).toBe("success");
      const stacks = environments.map((environment) => `aws-codebuild-${environment}`);
      expect(tools.lines.filter((line) => /^npm run (plan|deploy|release)/.test(line))).toEqual(
        stacks.flatMap((stack) => [
          expect.stringMatching(new RegExp(`^npm run plan -- ${stack} .*--for-approval`)),
          `npm run deploy -- ${stack} --planned ./plans --confirm-by github`,
          `npm run release -- ${stack} --code --confirm-by github`,
        ]),
      );
      const roles = calls
        .filter(({ name }) => name.startsWith("aws-actions/"))
        .map(({ inputs, claims }) => `${claims.sub.split(":").at(-1)} ${inputs["role-to-assume"]?.split("/").at(-1)}`);
      expect(roles).toEqual(
        environments.flatMap((environment) => [
          // The promotion reads the log of the environment before.
          ...reads(before[environment]),
          ...reads(environment),
          `${environment} multicloud-${environment}-infrastructure`,
          `aws-codebuild-${environment} kiro-worker-${environment}-deploy`,
        ]),
      );
      expect(github.unknown).toEqual([]);
    },
  );

  test(recorded("a standby gets nothing that production has not kept"), async () => {
    const { world, tools } = await recordedWorld(push("refs/tags/v1.2.0"), github, { reviews });
    tools.answer([{ tool: "npm", when: "release -- aws-codebuild-prod .*--confirm-by", exitCode: 1 }, ...answers]);
    const result = await runWorkflow(world, "deploy-kiro-worker.yml");
    expect(ran(result).at(-1)).toBe("aws-codebuild-prod-release/release failure");
    expect(tools.lines.filter((line) => line.includes("prod-dr"))).toEqual([]);
  });

  test(
    recorded("production is not touched where the promotion is refused, or its reviewer is the one who started it"),
    async () => {
      const { world, tools } = await recordedWorld(push("refs/tags/v1.2.0"), github, { reviews });
      tools.answer([{ tool: "npm", when: "pipeline -- promote", exitCode: 1 }, ...answers]);
      expect(ran(await runWorkflow(world, "deploy-kiro-worker.yml"))).toEqual([
        "aws-codebuild-prod-promote/promote failure",
      ]);

      const self = await recordedWorld(push("refs/tags/v1.2.0"), github, { reviews: { ...reviews, prod: "ada" } });
      self.tools.answer(answers);
      const result = await runWorkflow(self.world, "deploy-kiro-worker.yml");
      expect(jobOf(result, "aws-codebuild-prod/apply").error).toContain("prod prevents self-review");
      expect(self.tools.lines.filter((line) => /^npm run (deploy|release)/.test(line))).toEqual([]);
    },
  );

  test(
    recorded("a candidate that is not well when the wait is over is not released, and nothing is signed"),
    async () => {
      const { world, tools } = await recordedWorld(push("refs/tags/v1.2.0"), github, { reviews });
      tools.answer([{ tool: "npm", when: "pipeline -- health aws-codebuild-staging", exitCode: 1 }, ...answers]);
      const result = await runWorkflow(world, "deploy-kiro-worker.yml");
      expect(ran(result).at(-1)).toBe("aws-codebuild-prod-release/release failure");
      expect(tools.lines.filter((line) => /release -- .*--confirm-by|cosign sign/.test(line))).toEqual([]);
    },
  );

  test(recorded("a cancelled release is taken back by the step after it, and nothing is signed"), async () => {
    const { world, tools } = await recordedWorld(push("refs/tags/v1.2.0"), github, { reviews, second: 40 });
    tools.answer([{ tool: "npm", when: "release -- .*--confirm-by", seconds: 20 }, ...answers]);
    const running = startWorkflow(world, "deploy-kiro-worker.yml");
    const began = () => tools.lines.some((line) => /release -- .*--confirm-by/.test(line));
    let ended = false;
    void running.result.then(() => {
      ended = true;
    });
    while (!ended && !began()) await new Promise((resolve) => setTimeout(resolve, 20));
    running.cancel();
    const result = await running.result;
    expect(jobOf(result, "aws-codebuild-prod-release/release").result).toBe("cancelled");
    const after = tools.lines.slice(tools.lines.findIndex((line) => /release -- .*--confirm-by/.test(line)) + 1);
    expect(after).toHaveLength(1);
    expect(after[0]).toMatch(/^npm run release -- aws-codebuild-prod --abort/);
  });

  test(
    recorded("a pull request is looked at in the affected environments alone, and gets one comment of all of them"),
    async () => {
      const event = { name: "pull_request", actor: "ada", head: "edit" };
      const { world, tools, calls } = await recordedWorld(event, github, { reviews });
      tools.answer(answers);
      const result = await runWorkflow(world, "plan.yml");
      expect(ran(result)).toEqual(["affected success", "look-dev success", "look-test success", "comment success"]);
      expect(
        tools.lines
          .filter((line) => line.includes(" look "))
          .sort((a, b) => Number(b.includes("environment dev")) - Number(a.includes("environment dev"))),
      ).toEqual([
        expect.stringMatching(/look plan .*aws-dev .*--of \["aws-dev","gcp-test"\] --environment dev --out looks$/),
        expect.stringMatching(/look plan .*gcp-test .*--environment test --out looks$/),
      ]);
      const comment = tools.calls.find(({ line }) => line.includes("pipeline -- comment"));
      expect(comment?.env["GITHUB_TOKEN"]).toMatch(/^ghs_/);
      expect(jobOf(result, "comment").permissions).toEqual({ contents: "read", "pull-requests": "write" });
      expect(calls.filter(({ name }) => name.endsWith("download-artifact"))).toHaveLength(1);
    },
  );

  test.each([
    ["drift.yml", "drift", "test"],
    ["due.yml", "due", "test"],
    ["watch.yml", "health", "staging"],
  ])(
    recorded("%s writes its issue also where an environment could not be looked at"),
    async (file, kind, environment) => {
      const { world, tools } = await recordedWorld({ name: "schedule", ref: "refs/heads/main" }, github, { reviews });
      tools.answer([{ tool: "npm", when: `look ${kind} .*--environment ${environment}`, exitCode: 1 }, ...answers]);
      const result = await runWorkflow(world, file);
      expect(ran(result)).toContain(`look-${environment} failure`);
      expect(ran(result)).toContain("issue success");
      expect(tools.lines.at(-1)).toMatch(new RegExp(`^npm run pipeline -- issue ${kind} --from looks`));
      expect(jobOf(result, "issue").permissions).toEqual({ contents: "read", issues: "write" });
    },
  );

  test(
    recorded("what no person approves is not for every branch: drift of another one sees nothing of prod"),
    async () => {
      const event = { name: "workflow_dispatch", ref: "refs/heads/edit", actor: "ada" };
      const { world, tools } = await recordedWorld(event, github, { reviews });
      tools.answer(answers);
      const result = await runWorkflow(world, "drift.yml");
      expect(jobOf(result, "look-prod").error).toBe("branch edit is not allowed to deploy to prod-watch");
      expect(tools.lines.filter((line) => line.includes("--environment prod "))).toEqual([]);
    },
  );
});
