import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Checked } from "../../../operator/checklist/item";
import type { StatusFinding } from "../../../operator/status/finding";
import type { Step } from "../support/story";
import type { WatchStage } from "./stage";

/**
 * The checklist of a deployed stack, and what the status says of the same: the secrets keep the values that they get here, which the parts after
 * this one need.
 */
export function checklist(stage: WatchStage, step: Step): void {
  const { stack } = stage;
  const names = ["/kiro-worker/local/git-credentials", "/kiro-worker/local/github-token"];
  const checked = async (code: number) => {
    const { out } = await stage.ended(code, "checklist", stack, "--json");
    const { items } = JSON.parse(out.trim().split("\n").at(-1) as string) as { items: readonly Checked[] };
    return (look: string) => items.find((one) => one.look === look);
  };

  step(
    "a secret without a value is named by the checklist and by the status, with the command that puts one",
    async () => {
      const item = (await checked(2))("secrets");
      expect(item?.mark).toBe("!");
      for (const name of names) expect(item?.evidence).toContain(`${name}: it has no value`);
      const { out } = await stage.ended(2, "status", stack, "--json");
      const { findings } = JSON.parse(out) as { findings: StatusFinding[] };
      const due = findings.filter(({ topic, level }) => topic === "secrets" && level === "now");
      expect(due.map(({ subject }) => subject).sort()).toEqual(names);
      expect(due[0]?.command).toMatch(/aws secretsmanager put-secret-value --secret-id .* --profile ministack\)$/);
    },
  );

  step("the checklist ticks them once they have one, and sees that no alarm is raised", async () => {
    const client = new SecretsManagerClient(stage.config);
    for (const SecretId of names) await client.send(new PutSecretValueCommand({ SecretId, SecretString: "{}" }));
    const found = await checked(0);
    expect(found("secrets")).toMatchObject({ mark: "x", evidence: "all 2 have one" });
    expect(found("alarms")).toMatchObject({ mark: "x", evidence: expect.stringMatching(/^none of \d+$/) });
  });

  step("what an alarm's text names prints its page", async () => {
    const { out } = await stage.ended(0, "runbooks", stack, "--alarm", "build-failures");
    expect(out).toContain("`kiro-worker-local-build-failures`");
    expect(out).toContain("aws codebuild list-builds-for-project --project-name kiro-worker-local-worker ");
  });
}
