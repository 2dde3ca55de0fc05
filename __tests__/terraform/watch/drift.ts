import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { S3Client } from "@aws-sdk/client-s3";
import { readDriftRecord } from "../../../operator/drift/record";
import type { StackDrift } from "../../../operator/drift/report";
import type { Step } from "../support/story";
import { changesByHand } from "./changes-by-hand";
import type { WatchStage } from "./stage";

/** How often an untouched stack is compared: the way back compares it twice more. `DRIFT_RUNS=20` compares it 20 times. */
const runs = Number(process.env["DRIFT_RUNS"] ?? 1);

/** What was changed by hand is found and put back; an untouched stack is quiet. */
export function drift(stage: WatchStage, step: Step): void {
  const { stack, project } = stage;
  /** What was changed by hand, as it was found. */
  let byHand: StackDrift["found"];
  const compared = async (code: number, ...options: string[]) => {
    const { out } = await stage.ended(code, "drift", stack, "--json", ...options);
    const { stacks } = JSON.parse(out) as { stacks: StackDrift[] };
    return stacks[0] as StackDrift;
  };
  const record = () => {
    // The account stack, whose bucket it is, is on the other emulator.
    const { endpoint, key } = project.emulator().moto;
    const credentials = { accessKeyId: key, secretAccessKey: "test" };
    const s3 = new S3Client({ endpoint, region: stage.config.region, credentials, forcePathStyle: true });
    const [bucket = ""] = /multicloud-local-state-\d+/.exec(config()) ?? [];
    return readDriftRecord({ s3, bucket }, stack);
  };
  const config = () => readFileSync(project.path(".local", "stacks", stack, "cdk.tf.json"), "utf8");
  const drifts = (found: StackDrift) => found.found.filter(({ kind }) => kind === "drift");

  step("an untouched stack has no drift, however often it is compared", async () => {
    for (let run = 0; run < runs; run += 1) {
      const { status, found, strays, straysUnknown } = await compared(0);
      expect({ status, drifts: found.filter(({ kind }) => kind === "drift") }).toEqual({ status: "none", drifts: [] });
      expect({ strays: strays.filter(({ madeBy }) => !madeBy), straysUnknown }).toEqual({ strays: [] });
    }
  });

  step("20 of 20 changes by hand are found, and nothing else", async () => {
    const changes = await changesByHand(stage.config, JSON.parse(config()));
    expect(changes).toHaveLength(20);
    for (const { change } of changes) await change();
    const plan = project.path(".local", "stacks", stack, "plan.tfplan");
    writeFileSync(plan, "a plan that was saved");
    const found = drifts(await compared(2, "--record"));
    byHand = found;
    expect(readFileSync(plan, "utf8")).toBe("a plan that was saved");
    rmSync(plan);
    const missed = changes.filter(
      ({ address, attribute }) => !found.some((one) => one.address === address && attribute.test(one.attribute)),
    );
    expect(missed.map(({ address, attribute }) => `${address} ${attribute}`)).toEqual([]);
    const unasked = found.filter(({ address }) => !changes.some((of) => of.address === address));
    expect(unasked).toEqual([]);
    expect(await record()).toMatchObject({
      stack,
      status: "drift",
      found: new Set(found.map(({ address }) => address)).size,
    });
  });

  step("drift that is accepted is none, until its day has passed", async () => {
    const file = project.path("drift.tfvars");
    const { address, attribute } = byHand[0] as { address: string; attribute: string };
    const entry = (until: string) =>
      writeFileSync(
        file,
        `accepted = [{ stack = "*-local", address = "${address}", attribute = "${attribute}", until = "${until}", reason = "a trial" }]\n`,
      );
    entry("2999-12-31");
    const { found } = await compared(2);
    expect(found).toContainEqual(expect.objectContaining({ address, attribute, kind: "accepted" }));
    entry("2020-12-31");
    const { err } = await stage.ended(1, "drift", stack);
    expect(err).toContain("drift.tfvars:1: *-local");
    rmSync(file);
  });

  step("the way back is shown, applied and complete", async () => {
    const { err, out } = await stage.ended(0, "drift", stack, "--revert", "--yes");
    expect(err).toContain("to update");
    expect(out).toContain(`${stack}: no drift`);
    await stage.ended(0, "drift", stack, "--record");
    expect(await record()).toMatchObject({ stack, status: "none", found: 0, summary: [] });
    await stage.ended(0, "plan", stack);
  });
}
