import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient, UpdateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { readDriftRecord } from "../../../operator/drift/record";
import type { StackDrift } from "../../../operator/drift/report";
import { location } from "../support/account";
import type { Step } from "../support/story";
import { changesByHand, type Synthesized } from "./changes-by-hand";
import type { WatchStage } from "./stage";

/** How often an untouched stack is compared: the way back compares it twice more. `DRIFT_RUNS=20` compares it 20 times. */
const runs = Number(process.env["DRIFT_RUNS"] ?? 1);

/** What was changed by hand is found and put back; an untouched stack is quiet. */
export function drift(stage: WatchStage, step: Step): void {
  const { stack, project } = stage;
  const list = project.path("drift.tfvars");
  /** Accepts the description of a secret until a day. */
  const accept = (address: string, until: string) =>
    writeFileSync(
      list,
      `accepted = [{ stack = "*-local", address = "${address}", attribute = "description", until = "${until}", reason = "a trial" }]\n`,
    );
  let accepted: string;
  const compared = async (code: number, ...options: string[]) => {
    const { out } = await stage.ended(code, "drift", stack, "--json", ...options);
    const { stacks } = JSON.parse(out) as { stacks: StackDrift[] };
    return stacks[0] as StackDrift;
  };
  const record = () =>
    readDriftRecord({ s3: new S3Client({ ...stage.states, forcePathStyle: true }), bucket: location.bucket }, stack);
  const config = () => readFileSync(project.path(".local", "stacks", stack, "cdk.tf.json"), "utf8");
  const drifts = (found: StackDrift) => found.found.filter(({ kind }) => kind === "drift");

  step("an untouched stack has no drift, however often it is compared", async () => {
    for (let run = 0; run < runs; run += 1) {
      const found = await compared(0);
      const { status, strays, straysUnknown } = found;
      expect({ status, drifts: drifts(found) }).toEqual({ status: "none", drifts: [] });
      expect({ strays: strays.filter(({ madeBy }) => !madeBy), straysUnknown }).toEqual({ strays: [] });
    }
  });

  step("20 of 20 changes by hand are found, and nothing else; one more that is accepted is none", async () => {
    const changes = await changesByHand(stage.config, JSON.parse(config()));
    expect(changes).toHaveLength(20);
    for (const { change } of changes) await change();
    accepted = await secretByHand(stage, JSON.parse(config()));
    accept(accepted, "2999-12-31");
    const plan = project.path(".local", "stacks", stack, "plan.tfplan");
    writeFileSync(plan, "a plan that was saved");
    const result = await compared(2, "--record");
    const found = drifts(result);
    expect(readFileSync(plan, "utf8")).toBe("a plan that was saved");
    rmSync(plan);
    const missed = changes.filter(
      ({ address, attribute }) => !found.some((one) => one.address === address && attribute.test(one.attribute)),
    );
    expect(missed.map(({ address, attribute }) => `${address} ${attribute}`)).toEqual([]);
    const unasked = found.filter(({ address }) => !changes.some((of) => of.address === address));
    expect(unasked).toEqual([]);
    expect(result.found.filter(({ kind }) => kind === "accepted")).toEqual([
      expect.objectContaining({ address: accepted, attribute: "description" }),
    ]);
    expect(await record()).toMatchObject({ stack, status: "drift", found: 20 });
  });

  step("once its day has passed, what was accepted is an error, and drift again", async () => {
    accept(accepted, "2020-12-31");
    const { err, out } = await stage.ended(1, "drift", stack);
    expect(err).toContain("drift.tfvars:1: *-local");
    expect(out).toContain(accepted);
    rmSync(list);
  });

  step("the way back is shown, applied and complete", async () => {
    const { err, out } = await stage.ended(0, "drift", stack, "--revert", "--yes");
    expect(err).toContain("to update");
    expect(err).toContain(accepted);
    expect(out).toContain(`${stack}: no drift`);
    await stage.ended(0, "drift", stack, "--record");
    expect(await record()).toMatchObject({ stack, status: "none", found: 0, summary: [] });
  });
}

/** One more change by hand. @returns the address of its resource */
async function secretByHand({ config }: WatchStage, { resource }: Synthesized): Promise<string> {
  const secrets = Object.entries(resource["aws_secretsmanager_secret"] ?? {});
  const [name, secret] = secrets.find(([key]) => key.startsWith("git-credentials_secret")) ?? [];
  if (!name || !secret) throw new Error("expected aws_secretsmanager_secret.git-credentials_secret…");
  await new SecretsManagerClient(config).send(
    new UpdateSecretCommand({ SecretId: secret["name"] as string, Description: "by hand" }),
  );
  return `aws_secretsmanager_secret.${name}`;
}
