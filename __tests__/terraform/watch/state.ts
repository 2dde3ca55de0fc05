import { writeFileSync } from "node:fs";
import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { location } from "../support/account";
import type { Step } from "../support/story";
import type { WatchStage } from "./stage";

const { bucket } = location;
/** The settings that this part deploys: the budget's limit is another than before. */
const changed = ["--settings", "changed.tfvars"];
const budget = "aws_budgets_budget.monitoring_budget_monthly_022DDC4A";

interface History {
  readonly versions: readonly {
    readonly id: string;
    readonly writer?: object;
    readonly changes?: { readonly changed: readonly string[] };
  }[];
  readonly isWhole: boolean;
}

/** The versions of a stack's state: they are listed and compared, one is put back, and one that was damaged is recognised. */
export function stateVersions(stage: WatchStage, step: Step): void {
  const { stack, project } = stage;
  const object = { Bucket: bucket, Key: stack };
  let s3: S3Client;
  let dynamodb: DynamoDBClient;
  let first: string;

  const read = async (code: number, action: string, ...args: string[]) =>
    JSON.parse(
      (await stage.ended(code, "state", action, stack, "--json", ...args)).out.trim().split("\n").at(-1) ?? "",
    );
  const history = async (code = 0) => (await read(code, "history")) as History;
  /** Compared with the state alone: what is in the emulator is not looked at. */
  const isEmptyPlan = (settings: readonly string[] = changed) =>
    stage.ended(0, "plan", stack, "--no-refresh", ...settings);

  step("a change is deployed: both versions are listed with who saved them, and with addresses", async () => {
    s3 = new S3Client({ ...stage.states, forcePathStyle: true });
    dynamodb = new DynamoDBClient(stage.states);
    first = (await history()).versions[0]?.id ?? "";
    writeFileSync(
      project.path("changed.tfvars"),
      'aws_codebuild = { budget = { monthly_usd = 11, emails = ["team@example.com"] } }\n',
    );
    await stage.ended(0, "deploy", stack, "--yes", ...changed);
    const [now, before] = (await history()).versions;
    expect(now).toMatchObject({ writer: { who: expect.stringContaining("@"), command: "deploy", after: first } });
    expect(now?.changes?.changed).toContain(budget);
    expect(before?.id).toBe(first);
    expect(await read(2, "diff", "-1")).toMatchObject({
      from: first,
      changed: expect.arrayContaining([{ address: budget, attributes: ["limit_amount"] }]),
    });
  });

  step("a version is put back once its plan was shown, and Terraform takes it: its checksum is right", async () => {
    const { err, out } = await stage.ended(0, "state", "restore", stack, "--version", "-1", "--yes");
    expect(err).toContain(`put version ${first} of`);
    expect(err).toMatch(/the next plan with it[\s\S]*1 to update[\s\S]*limit_amount: "11" → "10"/);
    expect(out).toContain(`restored: version ${first} is read again`);
    // Nothing differs from the settings of before; in the emulator the change is still there.
    await isEmptyPlan([]);
    await stage.ended(2, "plan", stack);
  });

  step("and the version over which it was put", async () => {
    await stage.ended(0, "state", "restore", stack, "--version", "-1", "--yes", "--no-refresh");
    await isEmptyPlan();
  });

  step("a lock of the state is named, and nothing is put back", async () => {
    const TableName = location.lockTable;
    const LockID = { S: `${bucket}/${stack}` };
    const info = { ID: "3f1c", Operation: "OperationTypeApply", Who: "jo@build-7", Created: "2026-11-30T04:00:00.5Z" };
    await dynamodb.send(new PutItemCommand({ TableName, Item: { LockID, Info: { S: JSON.stringify(info) } } }));
    const { versions } = await history();
    const { err } = await stage.ended(1, "state", "restore", stack, "--version", "-1", "--yes");
    expect(err).toMatch(/is locked by jo@build-7 since 2026-11-30T04:00:00\.500Z .*operation apply, id 3f1c/);
    expect((await history()).versions).toEqual(versions);
    await dynamodb.send(new DeleteItemCommand({ TableName, Key: { LockID } }));
  });

  step("an object that was cut is recognised by every command, and the version that is whole is put back", async () => {
    const { versions } = await history();
    const whole = versions[0]?.id ?? "";
    const text = (await (await s3.send(new GetObjectCommand(object))).Body?.transformToString()) ?? "";
    await s3.send(new PutObjectCommand({ ...object, Body: text.slice(0, text.length / 2) }));
    const restore = `npm run state -- restore ${stack} --version ${whole}`;
    const { err } = await stage.ended(1, "plan", stack);
    expect(err).toMatch(/found the first \d+ bytes of it\. Nothing was changed\./);
    expect(err).toContain(restore);
    expect((await stage.ended(1, "state", "history", stack)).out).toContain(restore);
    await s3.send(new DeleteObjectCommand(object));
    expect((await stage.ended(1, "state", "history", stack)).out).toMatch(
      /found no object: it was deleted[\s\S]*npm run state -- restore/,
    );
    await stage.ended(0, "state", "restore", stack, "--version", whole, "--yes", "--no-refresh");
    await isEmptyPlan();
    expect(await history()).toMatchObject({ isWhole: true });
  });
}
