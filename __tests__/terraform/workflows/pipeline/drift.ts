import { CloudWatchLogsClient, PutRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ran } from "../../../workflows/shipped";
import type { Step } from "../../support/story";
import type { Jobs } from "./jobs";
import type { PipelineStage } from "./stage";

/** The issue of the night. */
export function drift(stage: PipelineStage, jobs: Jobs, step: Step): void {
  step("a change by hand opens the night's issue, and once it is taken back the next night closes it", async () => {
    const schedule = { name: "schedule", ref: "refs/heads/main", cron: "17 2 * * *" };
    const night = async () => {
      const { result } = await jobs.run({ ...schedule, sha: stage.main }, "drift.yml");
      return `${ran(result).join(", ")}: ${result.jobs.find(({ id }) => id === "issue")?.steps.at(-1)?.output}`;
    };
    const logs = new CloudWatchLogsClient(stage.config);
    const logGroupName = "/ecs/shop-prod-api";
    const keep = (retentionInDays: number) =>
      logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
    await keep(30);
    expect(await night()).toMatch(
      /look-prod success, look-staging success, look-test success, issue success: [\s\S]*drift: issue #\d+ opened, 1 listed/,
    );
    const issue = stage.github.conversations.all.find(({ title }) => title.includes("Drift"));
    expect(issue).toMatchObject({ state: "open", labels: [{ name: "drift" }] });
    expect(issue?.body).toMatch(/shop-aws-prod[\s\S]*aws_cloudwatch_log_group\.api_log_\w+[\s\S]*retention_in_days/);
    await keep(7);
    expect(await night()).toMatch(/issue success: [\s\S]*drift: issue #\d+ closed/);
    expect(issue).toMatchObject({ state: "closed", state_reason: "completed" });
  });
}
