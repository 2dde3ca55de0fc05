import { alarmFindings } from "../../../operator/status/aws/alarms";
import { backupFindings } from "../../../operator/status/aws/backups";
import { buildFindings } from "../../../operator/status/aws/builds";
import { certificateFindings } from "../../../operator/status/aws/certificates";
import { costFindings } from "../../../operator/status/aws/cost";
import { deadLetterFindings } from "../../../operator/status/aws/dead-letters";
import { secretFindings } from "../../../operator/status/aws/secrets";
import { type StatusAccount, statusAccounts } from "../../../operator/status/aws/status-account";
import type { Level, StatusFinding } from "../../../operator/status/finding";
import { caller, fakeAws, type Reply, refusal, xmlRefusal } from "../preflight/fake-cloud";
import { account, awsStack } from "../preflight/stacks";

const fake = fakeAws();

const at = new Date("2026-11-30T06:00:00Z");
const ago = (hours: number) => (at.getTime() - hours * 3_600_000) / 1000;
const text = (seconds: number) => new Date(seconds * 1000).toISOString();

type Topic = (account: StatusAccount, at: Date) => Promise<StatusFinding[]>;
type Answers = Readonly<Record<string, Reply>>;
type Resources = Parameters<typeof awsStack>[1];

async function found(topic: Topic, resource: Resources, answers: Answers, emulated = false): Promise<StatusFinding[]> {
  fake.answer({ GetCallerIdentity: caller(account), ...answers });
  const stack = awsStack("aws-x", resource);
  const [of] = statusAccounts([stack], emulated);
  await of?.signIn();
  return topic(of as StatusAccount, at);
}

const alarm = (more: object = {}) => ({
  aws_cloudwatch_metric_alarm: {
    a: {
      alarm_name: "shop-errors",
      alarm_description: "Too many requests fail. Look at the log.",
      alarm_actions: ["${aws_sns_topic.monitoring_critical_1.arn}"],
      ...more,
    },
  },
});
const composite = { aws_cloudwatch_composite_alarm: alarm().aws_cloudwatch_metric_alarm };
const xml = (action: string, inner: string): Reply => ({
  body: `<${action}Response><${action}Result>${inner}</${action}Result></${action}Response>`,
});
const alarms = (kind: "Metric" | "Composite", StateValue: string, more = "") =>
  xml(
    "DescribeAlarms",
    `<${kind}Alarms><member><AlarmName>shop-errors</AlarmName><StateValue>${StateValue}</StateValue>${more}</member></${kind}Alarms>`,
  );
const since = `<StateTransitionedTimestamp>${text(ago(1))}</StateTransitionedTimestamp>`;
const state = (StateValue: string, more = "") => alarms("Metric", StateValue, since + more);
const queues = {
  aws_sqs_queue: {
    main: { name: "shop", redrive_policy: '{"deadLetterTargetArn":"${aws_sqs_queue.dead.arn}","maxReceiveCount":5}' },
    dead: { name: "shop-dead", message_retention_seconds: 1_209_600 },
  },
};
const url = { GetQueueUrl: { body: { QueueUrl: "https://sqs/shop-dead" } } };
const messages = (number: number): Reply => ({
  body: { Attributes: { ApproximateNumberOfMessages: String(number), ApproximateNumberOfMessagesNotVisible: "0" } },
});
const project = { aws_codebuild_project: { p: { name: "worker" } } };
const build = (buildStatus: string, hours = 1) => ({
  ListBuildsForProject: { body: { ids: ["worker:1"] } },
  BatchGetBuilds: {
    body: {
      builds: [
        {
          id: "worker:1",
          buildStatus,
          startTime: ago(hours),
          endTime: ago(hours),
          phases: [{ phaseType: "BUILD", phaseStatus: buildStatus }],
          logs: { groupName: "/worker", streamName: "1" },
        },
      ],
    },
  },
});
const database = { aws_db_instance: { d: { identifier: "shop-main", backup_retention_period: 7 } } };
const instance = (inner: string): Reply => ({
  body: `<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance>${inner}</DBInstance></DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`,
});
const replicated = {
  ...{ aws_db_instance: { d: { identifier: "shop-main" } } },
  aws_db_instance_automated_backups_replication: {
    r: { source_db_instance_arn: "${aws_db_instance.d.arn}", provider: "aws.west", retention_period: 7 },
  },
};
/** As `describe-db-instance-automated-backups` answers in the region of the copies. */
const copies = (...hours: (number | undefined)[]): Answers => ({
  DescribeDBInstanceAutomatedBackups: xml(
    "DescribeDBInstanceAutomatedBackups",
    `<DBInstanceAutomatedBackups>${[
      // Of another database with this name, in this region itself.
      `<DBInstanceAutomatedBackup><Region>eu-west-1</Region><RestoreWindow><LatestTime>${text(ago(0))}</LatestTime></RestoreWindow></DBInstanceAutomatedBackup>`,
      ...hours.map(
        (of) =>
          `<DBInstanceAutomatedBackup><Region>us-east-1</Region>${of === undefined ? "" : `<RestoreWindow><LatestTime>${text(ago(of))}</LatestTime></RestoreWindow>`}</DBInstanceAutomatedBackup>`,
      ),
    ].join("")}</DBInstanceAutomatedBackups>`,
  ),
});
const cache = {
  aws_elasticache_replication_group: { c: { replication_group_id: "shop-cache", snapshot_retention_limit: 7 } },
};
const group = (hours: number, limit = 7): Answers => ({
  DescribeReplicationGroups: xml(
    "DescribeReplicationGroups",
    `<ReplicationGroups><ReplicationGroup><MemberClusters><ClusterId>shop-cache-001</ClusterId></MemberClusters><SnapshotRetentionLimit>${limit}</SnapshotRetentionLimit><ReplicationGroupCreateTime>${text(ago(hours))}</ReplicationGroupCreateTime></ReplicationGroup></ReplicationGroups>`,
  ),
});
const snapshot = (hours: number, status = "available") =>
  `<Snapshot><SnapshotStatus>${status}</SnapshotStatus><NodeSnapshots><NodeSnapshot><SnapshotCreateTime>${text(ago(hours))}</SnapshotCreateTime></NodeSnapshot></NodeSnapshots></Snapshot>`;
const inSnapshots = (...found: string[]) => xml("DescribeSnapshots", `<Snapshots>${found.join("")}</Snapshots>`);
const snapshots = (...found: string[]): Answers => ({ ...group(1000), DescribeSnapshots: inSnapshots(...found) });
const table = { aws_dynamodb_table: { t: { name: "items", point_in_time_recovery: { enabled: true } } } };
const recovery = (PointInTimeRecoveryStatus: string, LatestRestorableDateTime?: number): Reply => ({
  body: {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus, LatestRestorableDateTime },
    },
  },
});
const plan = {
  aws_backup_vault: { v: { name: "shop" } },
  aws_backup_plan: {
    p: {
      name: "shop-backup",
      rule: [{ schedule: "cron(0 5 * * ? *)", target_vault_name: "${aws_backup_vault.v.name}" }],
    },
  },
  aws_backup_selection: { s: { plan_id: "${aws_backup_plan.p.id}", resources: ["a"] } },
};
const job = (State: string) => ({
  "GET /backup-jobs": {
    body: {
      BackupJobs: [
        {
          BackupJobId: "j1",
          State,
          ResourceArn: "arn:aws:rds:r:1:db:shop",
          StatusMessage: "no room",
          CreationDate: ago(1),
          CompletionDate: ago(1),
        },
      ],
    },
  },
});
const noJobs = { "GET /backup-jobs": { body: { BackupJobs: [] } } };
const planOf = (hours: number) => ({
  "GET /backup/plans": { body: { BackupPlansList: [{ BackupPlanName: "shop-backup", CreationDate: ago(hours) }] } },
});
const certificate = { aws_acm_certificate: { c: { domain_name: "shop.example.com" } } };
const issued = (days: number, more: object = {}) => ({
  ListCertificates: {
    body: {
      CertificateSummaryList: [
        {
          CertificateArn: "arn:c",
          DomainName: "shop.example.com",
          Status: "ISSUED",
          InUse: true,
          NotAfter: ago(-24 * days),
          ...more,
        },
      ],
    },
  },
});
const secret = { aws_secretsmanager_secret: { s: { name: "/shop/token" } } };
const described = (more: object = {}) => ({
  DescribeSecret: { body: { VersionIdsToStages: { v: ["AWSCURRENT"] }, ...more } },
});
const put = (days: number) => ({
  ListSecretVersionIds: { body: { Versions: [{ VersionStages: ["AWSCURRENT"], CreatedDate: ago(24 * days) }] } },
});
const reminder = {
  aws_scheduler_schedule: {
    r: { schedule_expression: "rate(10 days)", target: { input: "The secret /shop/token is due" } },
  },
};
const budget = { aws_budgets_budget: { b: { name: "shop-monthly" } } };
const spent = (actual: string, forecast?: string): Answers => ({
  DescribeBudget: {
    body: {
      Budget: {
        BudgetName: "shop-monthly",
        BudgetType: "COST",
        TimeUnit: "MONTHLY",
        BudgetLimit: { Amount: "100", Unit: "USD" },
        CalculatedSpend: {
          ActualSpend: { Amount: actual, Unit: "USD" },
          ...(forecast && { ForecastedSpend: { Amount: forecast, Unit: "USD" } }),
        },
      },
    },
  },
});

const rows: [what: string, Topic, Resources, Answers, Level, detail: RegExp, command?: RegExp][] = [
  [
    "a critical alarm",
    alarmFindings,
    alarm(),
    { DescribeAlarms: state("ALARM") },
    "now",
    /^in ALARM since 2026-11-30 05:00: Too many requests fail$/,
    /^aws cloudwatch describe-alarm-history --alarm-name shop-errors --region us-east-1$/,
  ],
  [
    "a warning",
    alarmFindings,
    alarm({ alarm_actions: ["${aws_sns_topic.warning.arn}"] }),
    { DescribeAlarms: state("ALARM") },
    "due",
    /^in ALARM/,
    /./,
  ],
  [
    "a composite alarm",
    alarmFindings,
    composite,
    { DescribeAlarms: alarms("Composite", "ALARM") },
    "now",
    /^in ALARM: Too many/,
    /./,
  ],
  ["a quiet alarm", alarmFindings, alarm(), { DescribeAlarms: state("OK") }, "ok", /^1 alarm quiet$/],
  [
    "an alarm without data",
    alarmFindings,
    alarm(),
    { DescribeAlarms: state("INSUFFICIENT_DATA") },
    "ok",
    /^1 alarm quiet \(1 without data\)$/,
  ],
  [
    "an alarm that calls no one",
    alarmFindings,
    alarm(),
    { DescribeAlarms: state("OK", "<ActionsEnabled>false</ActionsEnabled>") },
    "due",
    /switched off/,
    /enable-alarm-actions/,
  ],
  [
    "an alarm that is not there",
    alarmFindings,
    alarm(),
    { DescribeAlarms: xml("DescribeAlarms", "") },
    "due",
    /^1 alarm of the settings not there: shop-errors$/,
    /^npm run plan -- aws-x$/,
  ],
  [
    "alarms that may not be looked at",
    alarmFindings,
    alarm(),
    { DescribeAlarms: refusal("AccessDenied", 403) },
    "unknown",
    /^not allowed: /,
  ],
  [
    "a dead letter",
    deadLetterFindings,
    queues,
    {
      ...url,
      GetQueueAttributes: messages(2),
      GetMetricStatistics: xml(
        "GetMetricStatistics",
        `<Datapoints><member><Timestamp>${text(ago(0))}</Timestamp><Maximum>7200</Maximum></member></Datapoints>`,
      ),
    },
    "now",
    /^2 messages, the oldest 2h00m old, deleted in 13d22h$/,
    /^aws sqs receive-message --queue-url https:\/\/sqs\/shop-dead /,
  ],
  [
    "a dead letter of unknown age",
    deadLetterFindings,
    queues,
    { ...url, GetQueueAttributes: messages(1) },
    "now",
    /^1 message, of unknown age, kept for 14d00h$/,
    /./,
  ],
  ["no dead letter", deadLetterFindings, queues, { ...url, GetQueueAttributes: messages(0) }, "ok", /^empty$/],
  [
    "a queue that is not there",
    deadLetterFindings,
    queues,
    { GetQueueUrl: refusal("QueueDoesNotExist") },
    "now",
    /what fails is lost/,
    /./,
  ],
  [
    "a failed build",
    buildFindings,
    project,
    build("FAILED"),
    "due",
    /^1 of 1 build in 24 hours failed, the last is worker:1 \(FAILED in BUILD at 2026-11-30 05:00\)$/,
    /^aws logs tail \/worker --log-stream-names 1 /,
  ],
  [
    "a build that a person stopped",
    buildFindings,
    project,
    build("STOPPED"),
    "ok",
    /^1 build in 24 hours, none failed$/,
  ],
  ["a build that failed the day before", buildFindings, project, build("FAILED", 25), "ok", /^no build in 24 hours$/],
  [
    "a database whose backups run",
    backupFindings,
    database,
    {
      DescribeDBInstances: instance(
        `<BackupRetentionPeriod>7</BackupRetentionPeriod><LatestRestorableTime>${text(ago(0.1))}</LatestRestorableTime>`,
      ),
    },
    "ok",
    /^can be restored to 6m00s ago$/,
  ],
  [
    "a database whose backups have stopped",
    backupFindings,
    database,
    {
      DescribeDBInstances: instance(
        `<BackupRetentionPeriod>7</BackupRetentionPeriod><LatestRestorableTime>${text(ago(5))}</LatestRestorableTime>`,
      ),
    },
    "now",
    /have stopped$/,
    /--source-type db-instance --source-identifier shop-main/,
  ],
  [
    "a database without backups",
    backupFindings,
    database,
    { DescribeDBInstances: instance("<BackupRetentionPeriod>0</BackupRetentionPeriod>") },
    "now",
    /keeps no backups/,
    /^npm run plan/,
  ],
  [
    "a database that is not there",
    backupFindings,
    database,
    { DescribeDBInstances: xmlRefusal("DBInstanceNotFound") },
    "due",
    /^it is not there$/,
    /./,
  ],
  [
    "a database whose copies arrive",
    backupFindings,
    replicated,
    copies(0.2, 90),
    "ok",
    /^can be restored to 12m00s ago$/,
  ],
  [
    "a database whose copies have stopped",
    backupFindings,
    replicated,
    copies(5),
    "now",
    /have stopped$/,
    /^aws rds describe-db-instance-automated-backups --db-instance-identifier shop-main --region eu-west-1$/,
  ],
  ["a database without a first copy", backupFindings, replicated, copies(undefined), "due", /no point to restore/, /./],
  [
    "a database that is copied no more",
    backupFindings,
    replicated,
    copies(),
    "due",
    /^it is not there$/,
    /^npm run plan/,
  ],
  [
    "a cache with the snapshot of last night",
    backupFindings,
    cache,
    snapshots(snapshot(30), snapshot(3)),
    "ok",
    /^the last snapshot is of 2026-11-30 03:00$/,
  ],
  [
    "a cache whose snapshot carries the id of its node",
    backupFindings,
    cache,
    {
      ...group(1000),
      DescribeSnapshots: (({ body }: { body: string }) =>
        body.includes("CacheClusterId=shop-cache-001") ? inSnapshots(snapshot(3)) : inSnapshots()) as never,
    },
    "ok",
    /^the last snapshot is of 2026-11-30 03:00$/,
  ],
  [
    "a cache whose snapshots have stopped",
    backupFindings,
    cache,
    snapshots(snapshot(30), snapshot(2, "creating")),
    "due",
    /^the last snapshot is of 2026-11-29 00:00: one is due each day$/,
    /^aws elasticache describe-events --source-type replication-group --source-identifier shop-cache --duration 1440 --region us-east-1$/,
  ],
  ["a cache without a snapshot", backupFindings, cache, snapshots(), "due", /^no snapshot in 26 hours: /, /./],
  [
    "a cache that is new",
    backupFindings,
    cache,
    { ...group(2), DescribeSnapshots: inSnapshots() },
    "ok",
    /first snapshot is still to come$/,
  ],
  [
    "a cache whose snapshots are off",
    backupFindings,
    cache,
    group(1000, 0),
    "due",
    /makes no snapshots/,
    /^npm run plan/,
  ],
  [
    "a cache that is not there",
    backupFindings,
    cache,
    { DescribeReplicationGroups: xmlRefusal("ReplicationGroupNotFoundFault") },
    "due",
    /^it is not there$/,
    /./,
  ],
  [
    "a table that can be restored",
    backupFindings,
    table,
    { DescribeContinuousBackups: recovery("ENABLED", ago(0.1)) },
    "ok",
    /^can be restored/,
  ],
  [
    "a table whose recovery was switched off",
    backupFindings,
    table,
    { DescribeContinuousBackups: recovery("DISABLED") },
    "now",
    /keeps no backups/,
    /./,
  ],
  [
    "a backup of last night",
    backupFindings,
    plan,
    job("COMPLETED"),
    "ok",
    /^1 resource backed up, the last at 2026-11-30 05:00$/,
  ],
  [
    "a backup that failed",
    backupFindings,
    plan,
    job("FAILED"),
    "due",
    /^the backup of db:shop ended as FAILED: no room$/,
    /describe-backup-job --backup-job-id j1/,
  ],
  ...["CREATED", "PENDING", "RUNNING"].map((state): (typeof rows)[number] => [
    `a backup that is ${state}`,
    backupFindings,
    plan,
    { ...job(state), ...planOf(100) },
    "due",
    /^0 of 1 resources backed up in 26 hours, and 1 being backed up$/,
    /list-backup-jobs/,
  ]),
  [
    "no backup of last night",
    backupFindings,
    plan,
    { ...noJobs, ...planOf(100) },
    "due",
    /^0 of 1 resources backed up in 26 hours$/,
    /list-backup-jobs/,
  ],
  ["a plan that is new", backupFindings, plan, { ...noJobs, ...planOf(2) }, "ok", /first backup is still to come/],
  ["a certificate", certificateFindings, certificate, issued(100), "ok", /^until 2027-03-10 \(100 days\)$/],
  [
    "a certificate that was not renewed",
    certificateFindings,
    certificate,
    issued(20),
    "due",
    /not renewed/,
    /describe-certificate --certificate-arn arn:c/,
  ],
  ["a certificate that ends this week", certificateFindings, certificate, issued(3), "now", /not renewed/, /./],
  [
    "a certificate that waits for its proof",
    certificateFindings,
    certificate,
    issued(0, { Status: "PENDING_VALIDATION" }),
    "now",
    /proof in DNS/,
    /./,
  ],
  [
    "a secret with a young value",
    secretFindings,
    secret,
    { ...described(), ...put(10) },
    "ok",
    /^value of 2026-11-20$/,
  ],
  [
    "a secret with an old value",
    secretFindings,
    secret,
    { ...described(), ...put(100) },
    "due",
    /100 days old: a new one is due after 90$/,
    /put-secret-value --secret-id \/shop\/token/,
  ],
  [
    "a secret that its reminder wants sooner",
    secretFindings,
    { ...secret, ...reminder },
    { ...described(), ...put(11) },
    "due",
    /due after 10$/,
    /./,
  ],
  [
    "a secret that rotates",
    secretFindings,
    secret,
    { ...described({ RotationEnabled: true, NextRotationDate: ago(-48) }), ...put(100) },
    "ok",
    /./,
  ],
  [
    "a secret whose rotation is late",
    secretFindings,
    secret,
    { ...described({ RotationEnabled: true, NextRotationDate: ago(48) }), ...put(100) },
    "due",
    /rotation was due on 2026-11-28$/,
    /rotate-secret/,
  ],
  [
    "a secret without a value",
    secretFindings,
    secret,
    { DescribeSecret: { body: {} } },
    "now",
    /^it has no value$/,
    /^aws secretsmanager put-secret-value/,
  ],
  [
    "a secret that is gone",
    secretFindings,
    secret,
    { DescribeSecret: refusal("ResourceNotFoundException") },
    "now",
    /^aws-x made it, and it is gone$/,
    /^npm run plan -- aws-x$/,
  ],
  [
    "a budget that suffices",
    costFindings,
    budget,
    spent("40", "80"),
    "ok",
    /^40\.00 of 100 USD this month, forecast 80\.00$/,
  ],
  [
    "a budget that will not suffice",
    costFindings,
    budget,
    spent("40", "140"),
    "due",
    /will be over the budget$/,
    /^aws ce get-cost-and-usage --time-period Start=2026-11-01,End=2026-12-01 /,
  ],
  ["a budget that is spent", costFindings, budget, spent("140", "150"), "due", /: over the budget$/, /./],
  [
    "a budget that counts nothing",
    costFindings,
    budget,
    spent("0"),
    "due",
    /cost-allocation tag/,
    /^npm run preflight -- aws-x$/,
  ],
  [
    "a budget that is not there",
    costFindings,
    budget,
    { DescribeBudget: refusal("NotFoundException") },
    "due",
    /not there/,
    /./,
  ],
];

test.each(rows)("%s", async (...[, topic, resource, answers, level, detail, command]) => {
  const [one, ...others] = await found(topic, resource, answers);
  expect(others).toEqual([]);
  expect(one).toMatchObject({ level, detail: expect.stringMatching(detail), stacks: ["aws-x"] });
  if (command) expect(one?.command).toMatch(command);
  else expect(one?.command).toBeUndefined();
  expect(fake.calls.filter((call) => /^(Create|Put|Delete|Update|Set|Start)/.test(call))).toEqual([]);
});

test("a copy is looked up in its own region, and a cache that is to have no snapshots is not", async () => {
  const [one] = await found(backupFindings, replicated, copies(0.2));
  expect(one?.subject).toBe("shop-main in eu-west-1");
  const without = {
    aws_elasticache_replication_group: { c: { replication_group_id: "c", snapshot_retention_limit: 0 } },
  };
  expect(await found(backupFindings, without, {})).toEqual([]);
});

test("a queue that only gets work is no dead-letter queue", async () => {
  expect(await found(deadLetterFindings, { aws_sqs_queue: { main: { name: "shop" } } }, {})).toEqual([]);
});

test("a certificate that was replaced, and is used by nothing, is no matter", async () => {
  const [used] = issued(100).ListCertificates.body.CertificateSummaryList;
  const old = { ...used, InUse: false, NotAfter: ago(-24) };
  const answers = { ListCertificates: { body: { CertificateSummaryList: [old, used] } } };
  expect(await found(certificateFindings, certificate, answers)).toMatchObject([{ level: "ok" }]);
});

test("what an emulator refuses it does not have, and its commands have its addresses", async () => {
  const [none] = await found(costFindings, budget, { DescribeBudget: refusal("NotImplemented", 501) }, true);
  expect(none).toMatchObject({ level: "none", detail: expect.stringMatching(/^the emulator does not answer this: /) });
  const [raised] = await found(alarmFindings, alarm(), { DescribeAlarms: state("ALARM") }, true);
  expect(raised?.command).toMatch(/^\(eval "\$\(npm run --silent local:env\)"; aws cloudwatch .*\)$/);
});

test("without a sign-in each look says why and how to sign in, and nothing else is called", async () => {
  fake.answer({ GetCallerIdentity: xmlRefusal("ExpiredToken", 403) });
  const stack = awsStack("aws-x", { ...alarm(), ...budget });
  const [of] = statusAccounts([stack], false) as [StatusAccount];
  await of.signIn();
  fake.calls.length = 0;
  const findings = [...(await alarmFindings(of)), ...(await costFindings(of, at))];
  expect(findings).toMatchObject([
    { topic: "alarms", level: "unknown", detail: expect.stringMatching(/^no sign-in: /), command: "aws sso login" },
    { topic: "cost", level: "unknown" },
  ]);
  expect(fake.calls).toEqual([]);
});
