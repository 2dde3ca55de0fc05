import { ran } from "../../../workflows/shipped";
import type { Step } from "../../support/story";
import type { Jobs } from "./jobs";
import { environmentOf } from "./project-files";
import type { PipelineStage } from "./stage";

/** A pull request with an edit of one value, which is then part of `main`. */
export function pullRequest(stage: PipelineStage, jobs: Jobs, step: Step): void {
  step(
    "an edit of one value is one comment of its pull request, complete once staging's plan was approved",
    async () => {
      const { github, main, repository } = stage;
      const edited = environmentOf("staging").replace(/log_days += 7/, "log_days = 14");
      const [branch, title] = ["keep-logs", "Keep logs for two weeks"];
      const sha = repository.branch(branch, title, { "project/environments/staging.tfvars": edited });
      const pull = github.conversations.open(title, {
        pull: { head: branch, base: "main", draft: false, sha } as never,
      });
      const payload = { number: pull.number, pull_request: { base: { ref: "main", sha: main } } };
      const event = { name: "pull_request", sha, head: branch, actor: "ada", payload };
      const { result, tools } = await jobs.run(event, "plan.yml", { reviews: { "staging-plan": "bob" } });
      const looked = ["affected success", "look-staging success", "comment success", "comment-staging success"];
      expect(ran(result)).toEqual(looked);
      expect(tools.lines).toEqual([]);
      expect(pull.comments).toHaveLength(1);
      expect(pull.comments[0]?.body).toContain("shop-aws-staging");
      expect(pull.comments[0]?.body).toMatch(
        /aws_cloudwatch_log_group\.api_log_\w+[\s\S]*retention_in_days[\s\S]*7[\s\S]*14/,
      );
      expect(github.unknown).toEqual([]);
      repository.merge(branch);
      stage.main = sha;
    },
  );
}
