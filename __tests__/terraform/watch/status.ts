import { setTimeout } from "node:timers/promises";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import {
  BatchDeleteBuildsCommand,
  BatchGetBuildsCommand,
  CodeBuildClient,
  StartBuildCommand,
} from "@aws-sdk/client-codebuild";
import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetQueueUrlCommand, PurgeQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { StatusFinding } from "../../../operator/status/finding";
import { plan as released } from "../../operator/release/log/plan";
import { location } from "../support/account";
import type { Step } from "../support/story";
import type { WatchStage } from "./stage";

/** The morning's screen of a healthy stack, of the same stack once it was made sick by hand, and after that was undone. */
export function status(stage: WatchStage, step: Step): void {
  const { stack } = stage;
  /** A queue, and the alarm that watches it. */
  const queue = "kiro-worker-local-submit-dead-letters";
  const builds: string[] = [];
  const { bucket, lockTable } = location;
  const lockId = { LockID: { S: `${bucket}/${stack}` } };
  const release = `releases/${stack}/000001/0001.json`;

  const look = async (code: number): Promise<StatusFinding[]> => {
    const { out } = await stage.ended(code, "status", stack, "--json");
    return (JSON.parse(out) as { findings: StatusFinding[] }).findings;
  };
  const about = (findings: readonly StatusFinding[], topic: string, level: string) =>
    findings.filter((one) => one.topic === topic && one.level === level);

  step("what was just deployed is well, and what the emulator cannot say is said", async () => {
    const findings = await look(0);
    expect(findings.filter(({ level }) => level === "unknown")).toEqual([]);
    expect(about(findings, "alarms", "ok")).toHaveLength(1);
    expect(about(findings, "dead letters", "ok")).toHaveLength(6);
    expect(about(findings, "secrets", "ok")).toHaveLength(2);
    expect(about(findings, "states", "ok")).toHaveLength(1);
    expect(about(findings, "backups", "none").map(({ detail }) => detail)).toContain("the emulator makes no backups");
    const { out } = await stage.ended(0, "status", stack);
    expect(out.split("\n")[0]).toMatch(/^local: healthy; 1 stack, /);
    expect(out.split("\n").length).toBeLessThan(22);
  });

  step("each thing that is made sick by hand appears, with what to do next", async () => {
    const { config } = stage;
    const sqs = new SQSClient(config);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "{}" }));
    const s3 = new S3Client({ ...stage.states, forcePathStyle: true });
    const foreign = JSON.stringify({
      version: 4,
      serial: 1,
      lineage: "x",
      terraform_version: "1.11.4",
      resources: [{}],
    });
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "aws-gone-local", Body: foreign }));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: release, Body: claim() }));
    const Info = {
      S: JSON.stringify({
        ID: "11111111-2222",
        Operation: "OperationTypeApply",
        Who: "ann@elsewhere",
        Created: "2026-01-01T00:00:00Z",
      }),
    };
    await new DynamoDBClient(stage.states).send(
      new PutItemCommand({ TableName: lockTable, Item: { ...lockId, Info } }),
    );
    // One of five: a share that raises no alarm, which would last longer than this test.
    for (const command of ["true", "true", "true", "true", "exit 1"]) builds.push(await build(command));
    await alarmIsRaised();
    const findings = await look(2);
    const next = (topic: string, level: string, subject?: string) =>
      about(findings, topic, level).find((one) => subject === undefined || one.subject === subject);
    expect(next("alarms", "now", queue)).toMatchObject({
      detail: expect.stringMatching(/^in ALARM since \d{4}-.*: \w/),
      command: expect.stringMatching(/describe-alarm-history/),
    });
    expect(next("dead letters", "now", queue)).toMatchObject({ detail: expect.stringMatching(/^1 message/) });
    expect(next("locks", "now", stack)?.command).toBe(`npm run unlock -- ${stack} --id 11111111-2222`);
    expect(next("states", "due", "aws-gone-local")?.command).toBe("npm run destroy -- aws-gone-local");
    expect(next("releases", "now")).toMatchObject({
      detail: expect.stringMatching(/its operator is gone, it is unwatched$/),
      command: `npm run release -- ${stack} --abort`,
    });
    expect(next("builds", "due")).toMatchObject({
      detail: expect.stringMatching(/^1 of 5 builds in 24 hours failed, the last is .* \(FAILED in BUILD at /),
    });
    const { out } = await stage.ended(2, "status", stack);
    expect(out).toMatch(/^local: 4 need someone now, 2 are due; /);
    expect(out.indexOf("\nnow\n")).toBeLessThan(out.indexOf("\ndue\n"));
  });

  step("once that is undone, the stack is well again", async () => {
    const { config } = stage;
    const sqs = new SQSClient(config);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    const s3 = new S3Client({ ...stage.states, forcePathStyle: true });
    for (const Key of ["aws-gone-local", release]) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    await new DynamoDBClient(stage.states).send(new DeleteItemCommand({ TableName: lockTable, Key: lockId }));
    await new CodeBuildClient(config).send(new BatchDeleteBuildsCommand({ ids: builds }));
    const { out } = await stage.project.cli("status", stack, "--json");
    const { findings } = JSON.parse(out) as { findings: StatusFinding[] };
    const left = findings.filter(({ level }) => level === "now" || level === "due");
    // The alarm looks at five minutes.
    expect(left.filter(({ subject }) => subject !== queue)).toEqual([]);
    expect(about(left, "dead letters", "now")).toEqual([]);
  });

  async function build(command: string): Promise<string> {
    const client = new CodeBuildClient(stage.config);
    const buildspecOverride = `version: 0.2\nphases:\n  build:\n    commands:\n      - ${command}\n`;
    const projectName = "kiro-worker-local-worker";
    const started = await client.send(new StartBuildCommand({ projectName, buildspecOverride }));
    const id = started.build?.id ?? "";
    for (let status = "IN_PROGRESS"; status === "IN_PROGRESS"; await setTimeout(200)) {
      const { builds: [found] = [] } = await client.send(new BatchGetBuildsCommand({ ids: [id] }));
      status = found?.buildStatus ?? "";
    }
    return id;
  }

  async function alarmIsRaised(): Promise<void> {
    const client = new CloudWatchClient(stage.config);
    for (let value = ""; value !== "ALARM"; await setTimeout(500)) {
      const { MetricAlarms: [alarm] = [] } = await client.send(new DescribeAlarmsCommand({ AlarmNames: [queue] }));
      value = alarm?.StateValue ?? "";
    }
  }
}

/** The first entry of a release whose time has passed. */
function claim(): string {
  const at = "2026-01-01T00:00:00.000Z";
  const plan = { ...released, build: "2", fromBuild: "1" };
  const by = { who: "ann", host: "elsewhere", token: "t" };
  return JSON.stringify({ version: 1, n: 1, at, until: at, by, type: "claim", plan });
}
