import { randomBytes } from "node:crypto";
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { location } from "../support/account";
import { ProjectCopy } from "../support/project-copy";
import type { Step } from "../support/story";
import { affectedStacks } from "./affected";
import type { WatchStage } from "./stage";

const file = "systems/kiro-worker/local.tfvars";
const before = "for_seconds = 60";
const after = "for_seconds = 120";

/** An edit of one value, for people who review: it affects one stack, is planned as a comment, handed over, and applied in another checkout. */
export function review(stage: WatchStage, step: Step): void {
  const { stack, project } = stage;
  const key = randomBytes(32).toString("base64");
  const plans = () => project.path("plans");
  const edit = (of: ProjectCopy, from: string, to: string) => {
    const text = readFileSync(of.path(file), "utf8");
    if (!text.includes(from)) throw new Error(`${file}: expected ${from}`);
    writeFileSync(of.path(file), text.replace(from, to));
    return text.slice(0, text.indexOf(from)).split("\n").length;
  };
  let other: ProjectCopy;

  /** Applies the plans in the other checkout. */
  const apply = (planKey: string) => {
    other.env["PLAN_KEY"] = planKey;
    return other.cli("deploy", "--planned", plans(), "--yes", "--no-preflight");
  };

  step("a plan without a key is not handed over", async () => {
    const { err } = await stage.ended(1, "plan", stack, "--out", "plans");
    expect(err).toContain("PLAN_KEY: expected the key of the plans in plans, found none: a plan holds secrets");
  });

  step("an edit of one value affects exactly the stack that has it", async () => {
    const line = edit(project, before, after);
    const hidden = "(hidden)"; // Its path has the word secret.
    expect(await affectedStacks(stage, 2)).toEqual([
      {
        ...{ stack, environment: "local", platform: "aws-codebuild", change: "changed" },
        why: [{ file, line, setting: "alarms.secret_access_denied.for_seconds", before: hidden, now: hidden }],
      },
    ]);
    rmSync(project.path(".git"), { recursive: true });
  });

  step("its plan is a comment with its resource, and a file that shows nothing of it", async () => {
    project.env["PLAN_KEY"] = key;
    const { out } = await stage.ended(2, "plan", stack, "--markdown", "--out", "plans");
    expect(out).toMatch(/^<!-- multicloud-stacks:plan -->\n\n## Plan: 1 changed in 1 of 1 stack\n/);
    expect(out).toMatch(/^\| changed \| `aws_cloudwatch_metric_alarm\.[\w-]*access-denied\w*` \| .*period.* \|$/m);
    const sealed = readFileSync(project.path("plans", `${stack}.plan`), "latin1");
    expect(sealed.split("\n")[0]).toContain(`"stack":"${stack}"`);
    expect(sealed).not.toContain("aws_cloudwatch_metric_alarm");
    expect(plansLeft(project, stack)).toEqual([]);
  });

  step("another checkout refuses it with another key, and while it builds another configuration", async () => {
    other = new ProjectCopy();
    await other.shareEmulator();
    copyFileSync(project.path(".local/emulator.json"), other.path(".local/emulator.json"));
    const wrong = await apply(randomBytes(32).toString("base64"));
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining("it was encrypted with another key") });
    const unedited = await apply(key);
    expect(unedited.code).toBe(1);
    expect(unedited.err).toMatch(
      /planned from another configuration than this checkout builds: aws_cloudwatch_metric_alarm\.[\w-]+ differ\. Check out/,
    );
  });

  step("at the same commit it applies exactly that plan", async () => {
    edit(other, before, after);
    const { code, out, err } = await apply(key);
    if (code !== 0) throw new Error(`${err}\n${out}`);
    expect(out).toContain(`${stack}: deployed after`);
    expect(err).toMatch(/planned 20\S+ by Terraform \d/);
    expect(plansLeft(other, stack)).toEqual([]);
  });

  step("what was applied is stale, and refused by name", async () => {
    const { code, err } = await apply(key);
    expect(code).toBe(1);
    expect(err).toContain(
      `the state of ${stack} has changed since its plan was made, so the plan is stale: nothing was applied`,
    );
    expect(plansLeft(other, stack)).toEqual([]);
    // The emulator belongs to the first checkout.
    rmSync(other.path(".local/emulator.json"));
    await other.remove();
  });

  step("the next plan waits for a lock, says who holds it, and goes on once it is free: it is empty", async () => {
    const client = new DynamoDBClient(stage.states);
    const { bucket, lockTable: TableName } = location;
    const lock = { TableName, Key: { LockID: { S: `${bucket}/${stack}` } } };
    const info = { ID: "11111111-2222-3333-4444-555555555555", Who: "ann@laptop", Operation: "OperationTypeApply" };
    const held = { ...info, Version: "1.11.4", Created: "2026-11-30T04:00:00Z", Path: `${bucket}/${stack}`, Info: "" };
    await client.send(
      new PutItemCommand({ TableName: lock.TableName, Item: { ...lock.Key, Info: { S: JSON.stringify(held) } } }),
    );
    try {
      const waiting = project.startCli("plan", stack, "--lock-timeout", "2m");
      await waiting.said(/the state is locked by ann@laptop since .*, operation apply, .*: waiting up to 2m00s/);
      await client.send(new DeleteItemCommand(lock));
      expect((await waiting.ended).code).toBe(0);
    } finally {
      await client.send(new DeleteItemCommand(lock));
    }
  });
}

/** Files of plans that are in a stack's folder. */
function plansLeft(of: ProjectCopy, stack: string): string[] {
  return readdirSync(of.path(".local/stacks", stack)).filter((name) => name.endsWith(".tfplan"));
}
