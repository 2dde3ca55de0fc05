import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import {
  DeletePublicAccessBlockCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import { finders } from "../../operator/aws/existing/finders";
import type { StackResult } from "../../operator/operations/run";
import type { StackPlan } from "../../operator/plan/stack-plan";
import { Account, location } from "./support/account";
import { type Ended, ProjectCopy } from "./support/project-copy";
import { story } from "./support/story";

const project = new ProjectCopy();
const step = story();
/** The folder of a Terraform that runs without the operator. */
const elsewhere = project.path("elsewhere");
/** The resource that holds a feature flag. */
const flags = { address: expect.stringMatching(/^aws_ssm_parameter\.configuration_feature_flags/) };
/** The stacks that `npm start` deploys. */
const stacks = [
  "account-local",
  "aws-local",
  "aws-eks-local",
  "aws-serverless-local",
  "aws-websocket-local",
  "aws-codebuild-local",
];
/** The checks of `npm start`, each with the number of stacks that it is made for. */
const proofs = {
  "second plan": stacks.length,
  "state bucket": 1,
  "lock table": 1,
  "artifacts bucket": 2,
  service: 1,
  cluster: 1,
  "node groups": 1,
  database: 2,
  cache: 1,
  "load balancer": 2,
  firewall: 1,
  configuration: 1,
  API: 1,
  analysis: 1,
  "who may connect": 1,
  conversation: 1,
  mistakes: 1,
  connections: 1,
  "daily summary": 1,
  "tables and site": 1,
  "locks and secrets": 1,
  "work items": 1,
  "bad work items": 1,
  "stuck work item": 1,
  "refused secret": 1,
};
/** Types of aws-local on which nothing depends, and of which the emulator makes no second one, as AWS does not. */
const refusedTwice = [
  "aws_budgets_budget",
  "aws_flow_log",
  "aws_kms_alias",
  "aws_route",
  "aws_route53_record",
  "aws_ssm_parameter",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
];

// Known once the emulator runs.
let account: Account;
let env: NodeJS.ProcessEnv;
let password: string;
/** Resources that the stopped start had begun and not finished. */
let unfinished = 0;

beforeAll(async () => {
  await project.shareEmulator();
  write("triage.tfvars", "feature_flags = { ai_triage = true }\n");
  write("serial.tfvars", "feature_flags = { parallel_execution = false }\n");
}, 300_000);

afterAll(() => project.remove());

step("bad input is refused in one line for each mistake, and nothing is written for it", async () => {
  write(
    "broken.tfvars",
    'feature_flags = { ai_triage = true }\nunknown_key   = 1\napplication   = { replicas = { min = "two" } }\n',
  );
  await project.cli("settings", "aws-local");
  const before = files();
  const broken = await project.cli("deploy", "aws-local", "--yes", "--settings", "broken.tfvars");
  expect(broken).toMatchObject({ code: 1, out: "" });
  expect(broken.err.trimEnd().split("\n")).toEqual([
    expect.stringMatching(/^aws-local: broken\.tfvars:2: unknown_key: unknown key, expected .*, found unknown_key$/),
    expect.stringMatching(
      /^aws-local: broken\.tfvars:3: application\.replicas\.min: wrong type, expected .*, found "two"$/,
    ),
  ]);
  const unknown = await project.cli("deploy", "aws-locale", "--yes");
  expect(unknown).toMatchObject({ code: 1, out: "" });
  expect(unknown.err).toMatch(/^unknown stack "aws-locale", did you mean aws-local\? There are .*\n$/);
  expect(files()).toEqual(before);
});

step("SIGINT in mid-apply: the state is real, what it may lack is named, and no lock is left", async () => {
  const start = project.startCli("local", "start");
  await start.said(/ aws-local: \S+: created after/, 120);
  start.child.kill("SIGINT");
  const { code, err } = await start.ended;
  expect(code).toBe(130);
  unfinished = err.match(/ {2}not finished: /g)?.length ?? 0;
  expect(err).toMatch(/stopping after SIGINT: waiting for [2-7] running Terraform/); // Others run at the same time.
  const [stopped = ""] = err.match(/aws-local: stopped after \d+ of \d+ resources[\s\S]*?goes on from here/) ?? [];

  account = new Account(project.emulator().moto);
  env = await project.toolEnvironment();
  expect(await account.lock("aws-local")).toBeUndefined();
  expect((await account.state("aws-local")).length).toBeGreaterThanOrEqual(120);
  const { orphans, missing } = await account.difference("aws-local");
  expect(missing).toEqual([]);
  // After the signal the provider cancels its requests in flight; AWS may still create the resources.
  expect(orphans.length).toBeLessThanOrEqual(stopped.match(/ {2}not finished: /g)?.length ?? 0);
});

step("npm start goes on from there, and verifies the result", async () => {
  const out = await done("local", "start");
  expect(out).toMatch(/^account-local: unchanged, \d+ resources/m);
  expect(out).toMatch(/^aws-local: deployed, \d+ resources/m);
  expect(out).toMatch(/^aws-eks-local: deployed, \d+ resources/m);
  expect(out).toMatch(/^aws-serverless-local: (deployed|unchanged), \d+ resources/m);
  expect(out).toMatch(/^aws-websocket-local: (deployed|unchanged), \d+ resources/m);
  expect(out).toMatch(/^aws-codebuild-local: (deployed|unchanged), \d+ resources/m);
  for (const [proof, times] of Object.entries(proofs)) {
    expect(out.match(new RegExp(`^ {4}${proof} +\\S`, "gm"))).toHaveLength(times);
  }
  for (const stack of ["aws-local", "aws-eks-local"]) {
    const { orphans, missing } = await account.difference(stack);
    expect(missing).toEqual([]);
    // A key has no name: one whose creation was stopped was made again without an error, and the message after the stop says so.
    expect(orphans.filter((arn) => !/:key\//.test(arn))).toEqual([]);
    expect(orphans.length).toBeLessThanOrEqual(unfinished);
    for (const key of orphans) await account.endKey(key);
  }
});

step("npm start once more changes nothing", async () => {
  const out = await done("local", "start");
  expect(out.match(/^\S+: unchanged, \d+ resources/gm)).toHaveLength(stacks.length);
});

step("each look-up finds what is in a state, by what a plan knows of it", async () => {
  const emulator = project.emulator();
  const looked = new Set<string>();
  for (const stack of stacks) {
    const { endpoint, key } = /serverless|websocket|codebuild/.test(stack) ? emulator.ministack : emulator.moto;
    const options = {
      region: location.region,
      endpoint,
      credentials: async () => ({ accessKeyId: key, secretAccessKey: "test" }),
    };
    for (const { address, attributes } of await account.state(stack)) {
      const type = address.split(".")[0] ?? "";
      const found = await finders[type]?.find(attributes, options);
      if (!finders[type] || (type === "aws_cloudfront_distribution" && !attributes["aliases"])) continue;
      looked.add(type);
      expect({ address, id: found?.id }).toEqual({ address, id: expect.stringContaining(String(attributes["id"])) });
      if (found?.tags) expect({ address, Stack: found.tags["Stack"] }).toEqual({ address, Stack: stack });
    }
  }
  // The others are in no stack of the environment local.
  expect(Object.keys(finders).filter((type) => !looked.has(type))).toEqual([
    "aws_apigatewayv2_api_mapping",
    "aws_cloudfront_distribution",
    "aws_cloudfront_response_headers_policy",
    "aws_db_instance_automated_backups_replication",
  ]);
});

step("what a killed deploy left is adopted, by its name or by a look-up", async () => {
  const left = await leave("aws-local");
  expect(left).toHaveLength(refusedTwice.length);
  const deploy = await project.cli("deploy", "aws-local", "--yes", "--adopt");
  expectGood(deploy);
  for (const address of left) expect(deploy.err).toContain(`importing ${address} (`);
  expect(await account.difference("aws-local")).toEqual({ orphans: [], missing: [] });
  expect(await plan("aws-local")).toMatchObject({ code: 0, changes: [] });
});

step("a changed value is exactly one change", async () => {
  expect(await plan("aws-local", "--settings", "triage.tfvars")).toMatchObject({
    code: 2,
    changes: [{ address: flags.address, action: "update" }],
    drift: [],
  });
});

step("of two deploys at once in one folder, one is refused and names the other", async () => {
  const first = project.startCli("deploy", "aws-local", "--yes", "--settings", "triage.tfvars");
  await first.said(/ aws-local: plan/);
  const second = await project.cli("deploy", "aws-local", "--yes");
  expect(second.code).toBe(1);
  expect(second.err).toMatch(
    new RegExp(`aws-local is locked by \\S+@\\S+ \\(process ${first.child.pid}\\) since .*, operation deploy`),
  );
  expectGood(await first.ended);
  expect(await plan("aws-local", "--settings", "triage.tfvars")).toMatchObject({ code: 0, changes: [] });
});

step("drift made by hand is found, and a deploy repairs it", async () => {
  const { artifacts_bucket: Bucket } = await outputs("aws-local");
  const suspended = { Bucket, VersioningConfiguration: { Status: "Suspended" as const } };
  await account.s3.send(new PutBucketVersioningCommand(suspended));
  const found = await plan("aws-local", "--settings", "triage.tfvars");
  const change = { address: expect.stringMatching(/^aws_s3_bucket_versioning\.artifacts/), action: "update" };
  expect(found).toMatchObject({ code: 2, changes: [change], drift: [change] });
  await done("deploy", "aws-local", "--yes", "--settings", "triage.tfvars");
  expect(await account.s3.send(new GetBucketVersioningCommand({ Bucket }))).toMatchObject({ Status: "Enabled" });
});

step("bootstrap repairs what was changed by hand in the state backend", async () => {
  const Bucket = location.bucket;
  await account.s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  await done("bootstrap", "local", "--yes");
  const { PublicAccessBlockConfiguration: block } = await account.s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  expect(block).toMatchObject({ BlockPublicAcls: true, RestrictPublicBuckets: true });
});

step("while a Terraform elsewhere holds the state, a deploy names its owner, age and id", async () => {
  await done("synth", "aws-local", "--settings", "serial.tfvars");
  mkdirSync(elsewhere);
  writeFileSync(
    join(elsewhere, "cdk.tf.json"),
    readFileSync(project.path(".local/synth/stacks/aws-local/cdk.tf.json")),
  );
  expectGood(await terraform(elsewhere, "init", "-no-color").ended);
  const apply = terraform(elsewhere, "apply", "-no-color");
  await apply.said(/Enter a value:/);

  const deploy = await project.cli("deploy", "aws-local", "--yes");
  expect(deploy.code).toBe(1);
  const { ID: id } = JSON.parse((await account.lock("aws-local")) ?? "{}") as { ID?: string };
  const lock = new RegExp(
    `state of aws-local is locked by \\S+@\\S+ since \\S+ \\(.+\\), operation apply, id ${id}; it is alive, terraform \\(process ${apply.child.pid}, in .*\\): wait until it ends`,
  );
  expect(deploy.err).toMatch(lock);
  expect((await project.cli("unlock", "aws-local")).err).toMatch(lock);
  apply.child.stdin?.end("no\n");
  await apply.ended;
  expect(await account.lock("aws-local")).toBeUndefined();
});

step("a saved plan is refused for other settings, and once the state has changed", async () => {
  expect(await plan("aws-local")).toMatchObject({ code: 2, changes: [{ address: flags.address }] });
  const other = await project.cli("deploy", "aws-local", "--yes", "--planned", "--settings", "serial.tfvars");
  expect(other.code).toBe(1);
  expect(other.err).toContain("the settings have changed since the plan");

  expectGood(await terraform(elsewhere, "apply", "-no-color", "-auto-approve").ended);
  const stale = await project.cli("deploy", "aws-local", "--yes", "--planned");
  expect(stale.code).toBe(1);
  expect(stale.err).toContain("the state of aws-local has changed since its plan was made");
  expect(await plan("aws-local", "--settings", "serial.tfvars")).toMatchObject({ code: 0 });
});

step("no password is in a state, a plan, a synthesized stack, a log or anything printed", async () => {
  const { database_secret_arn: secret = "" } = await outputs("aws-local");
  ({ password } = JSON.parse(await account.secret(secret)) as { password: string });
  expect(password.length).toBeGreaterThanOrEqual(8);

  await plan("aws-local");
  const folder = project.path(".local/stacks/aws-local");
  const shown = await terraform(folder, "show", "-json", "plan.tfplan").ended;
  expectGood(shown);
  expect(await account.stateText("aws-local")).not.toContain(password);
  expectNoPassword();
});

step("cdktf diff and cdktf deploy work on the same state", async () => {
  const cdktf = (...args: string[]) =>
    project.start("node_modules/.bin/cdktf", args, { env: { ...env, SETTINGS_FILES: "serial.tfvars" } }).ended;
  const diff = await cdktf("diff", "aws-local", "--skip-provider-lock");
  expectGood(diff);
  expect(stripVTControlCharacters(diff.out)).toContain("No changes. Your infrastructure matches the configuration.");
  const deploy = await cdktf("deploy", "account-local", "aws-local", "--auto-approve", "--skip-provider-lock");
  expectGood(deploy);
  expect(stripVTControlCharacters(deploy.out).match(/0 added, 0 changed, 0 destroyed/g)).toHaveLength(2);
});

step("cdktf destroy leaves nothing of the stack", async () => {
  const args = ["destroy", "aws-local", "--auto-approve", "--skip-provider-lock"];
  expectGood(await project.start("node_modules/.bin/cdktf", args, { env }).ended);
  expect(await account.state("aws-local")).toEqual([]);
  expect(await account.tagged("aws-local")).toEqual([]);
});

step("npm run local:down destroys the rest, and ends the emulator", async () => {
  const processes = Object.values(project.emulator());
  expect(await done("local", "down")).toContain("Nothing is left; the emulator is stopped");
  for (const { pid } of processes) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  expectNoPassword();
});

function write(file: string, text: string): void {
  writeFileSync(project.path(file), text);
}

function read(file: string): string {
  return readFileSync(file, "latin1");
}

/** The files that the operator keeps, without those that are installed or built. */
function files(folder = project.local): string[] {
  const kept = readdirSync(folder, { withFileTypes: true }).filter(
    ({ name }) => !/^(python|libraries|plugins|opentofu-mirror|build|\.terraform)$/.test(name),
  );
  return kept.flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]));
}

/** Takes one resource of each type that the emulator refuses to make twice out of a stack's state, if nothing depends on it. */
async function leave(stack: string): Promise<string[]> {
  const instances = await account.state(stack);
  const needed = new Set(instances.flatMap(({ dependencies }) => dependencies ?? []));
  const leaves = instances.map(({ address }) => address).filter((address) => !needed.has(address));
  const left = refusedTwice.flatMap((type) => leaves.find((address) => address.startsWith(`${type}.`)) ?? []);
  expectGood(await terraform(project.path(`.local/stacks/${stack}`), "state", "rm", "-no-color", ...left).ended);
  return left;
}

/** Runs Terraform itself in a folder. */
function terraform(cwd: string, ...args: string[]) {
  return project.start(process.env["TERRAFORM_BINARY_NAME"] || "terraform", args, { cwd, env });
}

/** Expects that the database's password was not printed, and is in no file of the operator or of cdktf. */
function expectNoPassword(): void {
  const cdktf = project.path("cdktf.out");
  const kept = [...files(), ...(existsSync(cdktf) ? files(cdktf) : [])].map(read);
  expect([...project.printed, ...kept].filter((text) => text.includes(password))).toEqual([]);
}

function expectGood({ code, out, err }: Ended): void {
  if (code !== 0) throw new Error(`expected exit code 0, found ${code}\n${err}\n${out}`);
}

/** Runs a command that must succeed. */
async function done(...args: string[]): Promise<string> {
  const ended = await project.cli(...args);
  expectGood(ended);
  return ended.out;
}

/** The plan of a stack, and the exit code of `plan`. */
async function plan(id: string, ...options: string[]): Promise<StackPlan & { code: number | null }> {
  const { code, out, err } = await project.cli("plan", id, "--json", ...options);
  if (code !== 0 && code !== 2) throw new Error(`expected a plan, found ${code}\n${err}\n${out}`);
  const [stack] = (JSON.parse(out) as { stacks: StackResult[] }).stacks;
  if (!stack?.plan) throw new Error(`expected a plan, found ${out}`);
  return { code, ...stack.plan };
}

async function outputs(id: string): Promise<Record<string, string>> {
  return JSON.parse(await done("outputs", id, "--json"))[id];
}
