import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Checked } from "../../../operator/checklist/item";
import type { Step } from "../support/story";
import type { WatchStage } from "./stage";

/** The checklist of a deployed stack: what it sees changes with what is so. The secrets keep their values, which are no part of what is deployed. */
export function checklist(stage: WatchStage, step: Step): void {
  const secrets = ["/kiro-worker/local/git-credentials", "/kiro-worker/local/github-token"];
  const found = async (code: number, look: string) => {
    const { out } = await stage.ended(code, "checklist", stage.stack, "--json");
    const { items } = JSON.parse(out.trim().split("\n").at(-1) as string) as { items: readonly Checked[] };
    const item = items.find((one) => one.look === look);
    return [item?.mark, item?.evidence];
  };
  step("the checklist names each secret without a value, and ticks them once they have one", async () => {
    const [mark, evidence] = await found(2, "secrets");
    expect(mark).toBe("!");
    for (const secret of secrets) expect(evidence).toContain(`${secret}: it has no value`);
    const client = new SecretsManagerClient(stage.config);
    for (const SecretId of secrets) await client.send(new PutSecretValueCommand({ SecretId, SecretString: "{}" }));
    expect(await found(0, "secrets")).toEqual(["x", "all 2 have one"]);
    expect(await found(0, "alarms")).toEqual(["x", expect.stringMatching(/^none of \d+$/)]);
  });

  step("what an alarm's text names prints its page", async () => {
    const { out } = await stage.ended(0, "runbooks", stage.stack, "--alarm", "build-failures");
    expect(out).toContain("`kiro-worker-local-build-failures`");
    expect(out).toContain("aws codebuild list-builds-for-project --project-name kiro-worker-local-worker ");
  });
}
