import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteItemCommand, DeleteTableCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { readLock, refuseIfAlive, type UnlockResult, unlock } from "../../operator/errors/lock";
import { bootstrap } from "../../operator/operations/bootstrap";
import { deployStacks } from "../../operator/operations/deploy";
import { planStacks } from "../../operator/operations/plan-stacks";
import { restoreState } from "../../operator/operations/restore/state-restore";
import { withWorkspace } from "../../operator/operations/with-workspace";
import { silent } from "../../operator/progress/progress";
import { prepareBackend } from "../../operator/terraform/self-hosted-state";
import { type RunningEmulator, startMoto } from "./support/one-emulator";
import { story } from "./support/story";

/** An account stack that makes a bucket and a lock table and nothing else, and stacks that need no provider, on moto. */

const step = story();
const dir = mkdtempSync(join(tmpdir(), "state-repairs-"));
const source = join(dir, "source");
const root = join(dir, ".local");
const account = "123456789012";
const bucket = `multicloud-dev-state-${account}`;
const table = "multicloud-dev-locks";
const accountStack = "account-dev";

let moto: RunningEmulator;
let s3: S3Client;
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  moto = await startMoto();
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
  const region = "us-east-1";
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_ACCESS_KEY_ID: moto.key,
    AWS_SECRET_ACCESS_KEY: "test",
  });
  s3 = new S3Client({ region, forcePathStyle: true });
  dynamodb = new DynamoDBClient({ region });
  writeAccount();
}, 300_000);
afterAll(async () => {
  await moto?.stop();
  rmSync(dir, { recursive: true, force: true });
});

function write(id: string, content: object): void {
  mkdirSync(join(source, "stacks", id), { recursive: true });
  const s3 = {
    bucket,
    key: id,
    region: "us-east-1",
    dynamodb_table: table,
    allowed_account_ids: [account],
    use_path_style: true,
  };
  const terraform = { backend: { s3 }, required_providers: { aws: { source: "aws", version: "5.100.0" } } };
  const needed = id === accountStack ? terraform : { backend: { s3 } };
  writeFileSync(join(source, "stacks", id, "cdk.tf.json"), JSON.stringify({ terraform: needed, ...content }));
}

function writeAccount(): void {
  write(accountStack, {
    provider: { aws: [{ region: "us-east-1", s3_use_path_style: true }] },
    resource: {
      aws_s3_bucket: { state: { bucket } },
      aws_s3_bucket_versioning: {
        state: { bucket: "$" + "{aws_s3_bucket.state.id}", versioning_configuration: { status: "Enabled" } },
      },
      aws_dynamodb_table: {
        locks: {
          name: table,
          billing_mode: "PAY_PER_REQUEST",
          hash_key: "LockID",
          attribute: [{ name: "LockID", type: "S" }],
        },
      },
    },
  });
}

const app = (id: string, input: string) => write(id, { resource: { terraform_data: { a: { input } } } });
const options = { source, root, progress: silent, approve: async () => true, parallel: 12 };
const deploy = async (...ids: string[]) => await deployStacks(ids, options);
const plan = async (id: string) => (await planStacks([id], options))[0];
const emptyPlan = { status: "planned", plan: { hasChanges: false } };

/** Puts a version of a state back, as `npm run state -- restore` does. */
function restore(id: string, version: string) {
  const props = { id, source, root, operation: "state restore" };
  return withWorkspace(props, (workspace) =>
    restoreState(workspace, { version, most: 50, progress: silent, confirm: async () => true }),
  );
}

async function stateText(id: string, VersionId?: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: id, VersionId }));
  return (await Body?.transformToString()) ?? "";
}

const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
const remove = (Key: string) => s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
/** Saves a state with its checksum, as Terraform does. */
async function save(id: string, serial: number): Promise<string> {
  const state = JSON.parse(await stateText("app-dev")) as object;
  const text = JSON.stringify({ ...state, serial, lineage: `of ${id}` });
  await put(id, text);
  await setChecksum(id, createHash("md5").update(text).digest("hex"));
  return text;
}

const lockId = (id: string) => ({ LockID: { S: `${bucket}/${id}-md5` } });
const setChecksum = (id: string, md5: string) =>
  dynamodb.send(new PutItemCommand({ TableName: table, Item: { ...lockId(id), Digest: { S: md5 } } }));
const dropChecksum = (id: string) => dynamodb.send(new DeleteItemCommand({ TableName: table, Key: lockId(id) }));

step("a bootstrap makes the bucket and the lock table, and stacks are deployed into it", async () => {
  expect(await bootstrap("dev", options)).toMatchObject({ status: "deployed" });
  app("app-dev", "one");
  app("other-dev", "one");
  expect(await deploy("app-dev", "other-dev")).toMatchObject([{ status: "deployed" }, { status: "deployed" }]);
});

step("an older state is put back: its plan was shown, and the plan afterwards is that one", async () => {
  app("app-dev", "two");
  await deploy("app-dev");
  app("app-dev", "one");
  expect(await restore("app-dev", "-1")).toMatchObject({
    status: "restored",
    changes: { added: [], removed: [], changed: ["terraform_data.a"] },
    plan: { hasChanges: false },
  });
  expect(await plan("app-dev")).toMatchObject(emptyPlan);
  app("app-dev", "two");
  expect(await restore("app-dev", "now")).toMatchObject({ status: "unchanged" });
  expect(await plan("app-dev")).toMatchObject({
    plan: { changes: [{ address: "terraform_data.a", action: "update" }] },
  });
  app("app-dev", "one");
});

step("a plan that was saved before is stale once another state was put back", async () => {
  app("app-dev", "two");
  expect(await plan("app-dev")).toMatchObject({ plan: { hasChanges: true } });
  await restore("app-dev", "-1");
  expect((await deployStacks(["app-dev"], { ...options, planned: true }))[0]?.error).toMatch(/so the plan is stale/);
  app("app-dev", "one");
  await restore("app-dev", "-1");
});

step("without the lock table each command says so, and names the bootstrap", async () => {
  await dynamodb.send(new DeleteTableCommand({ TableName: table }));
  const error =
    /^\S+: the lock table multicloud-dev-locks does not exist, so the state cannot be locked\. Nothing was changed\. To make the table again, run npm run bootstrap -- dev$/;
  for (const id of [accountStack, "app-dev"])
    expect(await plan(id)).toMatchObject({ status: "failed", error: expect.stringMatching(error) });
  expect(await deploy("app-dev")).toMatchObject([{ status: "failed", error: expect.stringMatching(error) }]);
  await expect(
    withWorkspace({ id: "app-dev", source, root, operation: "unlock" }, async (workspace) => {
      await prepareBackend(workspace);
      return readLock(workspace);
    }),
  ).rejects.toThrow(error);
});

step("a bootstrap makes the lock table again, and the second plan of every stack is empty", async () => {
  const result = await bootstrap("dev", options);
  expect(result).toMatchObject({
    status: "deployed",
    plan: { changes: [{ address: "aws_dynamodb_table.locks", action: "create" }] },
  });
  // The lock is in the table again.
  const { backend } = JSON.parse(
    readFileSync(join(root, "stacks", accountStack, ".terraform/terraform.tfstate"), "utf8"),
  ) as { backend: { config: object } };
  expect(backend.config).toMatchObject({ dynamodb_table: table, use_lockfile: null });
  for (const id of ["app-dev", "other-dev"]) expect(await plan(id)).toMatchObject(emptyPlan);
});

/** What may happen to a state's object, and what the message then says. The command that it prints puts the state back. */
const damages: readonly [what: string, damage: (id: string) => Promise<unknown>, says: RegExp][] = [
  ["was deleted", remove, /found no object: it was deleted\..*\nThe whole one is version \S+ of .*To put it back/],
  ["is garbage", (id) => put(id, "garbage"), /found 7 bytes that are no state\./],
  [
    "was cut in half",
    async (id) => put(id, (await stateText(id)).slice(0, 300)),
    /found the first 300 bytes of it\..*\nThe whole one/,
  ],
  [
    "is another stack's",
    async (id) => put(id, await stateText("other-dev")),
    /found a state of another origin, such as another stack's \(serial \d+, 1 resource, lineage /,
  ],
  [
    "is an older one",
    async (id) => {
      const older = await stateText(id);
      await save(id, 2);
      await put(id, older);
    },
    /found an older one \(serial 1, 1 resource\)\./,
  ],
  [
    "is garbage, and the lock table has no checksum",
    async (id) => {
      await dropChecksum(id);
      await put(id, "garbage");
    },
    /expected a state, found 7 bytes that are no state\..*\nThe whole one is version/,
  ],
  [
    "has no version with the checksum",
    async (id) => {
      await setChecksum(id, "0".repeat(32));
      await remove(id);
    },
    /No version has the checksum\. The newest that is whole: version .*\n {2}npm run state -- restore /,
  ],
  [
    "is newer than its checksum",
    async (id) => {
      const state = JSON.parse(await stateText(id)) as { serial: number };
      await put(id, JSON.stringify({ ...state, serial: state.serial + 1 }));
    },
    /found a newer state \(serial 2, 1 resource\)\..*\nIt is newer than the checksum, .*To take it:\n {2}npm run state/,
  ],
];

/** Runs the command of a message. */
function repair(error: string) {
  const [, id = "", version = ""] = /^ {2}npm run state -- restore (\S+) --version (\S+)$/m.exec(error) ?? [];
  return restore(id, version);
}

const idOf = (index: number) => `app-${index}-dev`;
const errors = new Map<string, string>();

step("a state that is not the one saved last is refused", async () => {
  const ids = damages.map((_, index) => idOf(index));
  for (const id of ids) {
    app(id, "one");
    await save(id, 1);
  }
  // Other stacks whose names begin in the same way have versions of their own.
  await put(`${idOf(0)}-more`, "garbage");
  for (const [index, [, damage]] of damages.entries()) await damage(idOf(index));
  await put(accountStack, "garbage");
  const results = await planStacks([...ids, accountStack], options);
  expect(results.map(({ status }) => status)).toEqual(results.map(() => "failed"));
  for (const { id, error = "" } of results) errors.set(id, error);
});

damages.forEach(([what, , says], index) => {
  step(`a state that ${what}: the message says so, its command repairs it, the second plan is empty`, async () => {
    const id = idOf(index);
    const error = errors.get(id) ?? "";
    expect(error).toMatch(says);
    expect(error).toMatch(new RegExp(`^${id}: the state in the bucket ${bucket} \\(key ${id}\\) is not the one`));
    expect(error).not.toMatch(/wait for a minute|Digest value|manually verify/);
    expect(await repair(error)).toMatchObject({ status: "restored", plan: { hasChanges: false } });
    expect(await plan(id)).toMatchObject(emptyPlan);
  });
});

/** Begins an apply that takes a minute, as a person or cdktf does in this folder. Resolves once it holds the lock. */
async function applyIn(folder: string): Promise<ChildProcess> {
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, "stacks/slow-dev"), folder, { recursive: true, force: true });
  const child = spawn("terraform", ["apply", "-auto-approve"], { cwd: folder, env: process.env, detached: true });
  await new Promise<void>((begun) => {
    let text = "";
    child.stdout?.on("data", (part) => {
      text += part;
      if (/Creating\.\.\./.test(text)) begun();
    });
  });
  return child;
}

function unlocking(id?: string): Promise<UnlockResult> {
  return withWorkspace({ id: "slow-dev", source, root, operation: "unlock" }, async (workspace) => {
    await prepareBackend(workspace);
    return unlock(workspace, id);
  });
}

step("a lock of the operator is refused with its process, and no advice to free it", async () => {
  write("slow-dev", {
    resource: { terraform_data: { a: { provisioner: [{ "local-exec": { command: "sleep 60" } }] } } },
  });
  expect(await plan("slow-dev")).toMatchObject({ status: "planned" });
  await withWorkspace({ id: "slow-dev", source, root, operation: "deploy" }, async () => {
    const [refused] = await deploy("slow-dev");
    expect(refused?.error).toMatch(/slow-dev is locked by .*operation deploy.*: wait until it ends/);
    expect(() => refuseIfAlive("slow-dev", root)).toThrow(/^not unlocked: .*: wait until it ends/);
  });
});

/** A program that applies a stack outside of the operator, and the folder where it does so. */
const holders: [string, string][] = [
  ["plain Terraform", "elsewhere/stacks/slow-dev"],
  ["cdktf", "cdktf.out/stacks/slow-dev"],
];
for (const [holder, folder] of holders) {
  step(`a lock of ${holder} is not freed while it lives; once it is killed, the printed command frees it`, async () => {
    const child = await applyIn(join(dir, folder));
    const dead = new Promise((resolve) => child.once("exit", resolve));
    try {
      const alive = new RegExp(
        `^state of slow-dev is locked by .*operation apply, id \\S+; it is alive, terraform \\(process ${child.pid}, in .*\\): wait until it ends$`,
      );
      expect((await deploy("slow-dev"))[0]?.error).toMatch(alive);
      const { lock, ...shown } = await unlocking();
      expect(shown).toMatchObject({ unlocked: false, text: expect.stringMatching(alive) });
      expect(await unlocking(lock?.id)).toMatchObject({ unlocked: false });
    } finally {
      process.kill(-(child.pid as number), "SIGKILL");
      await dead;
    }
    const [refused] = await deploy("slow-dev");
    const [, id] =
      /nothing on this machine works on it any more; unlock with: npm run unlock -- slow-dev --id (\S+)$/.exec(
        refused?.error ?? "",
      ) ?? [];
    expect(await unlocking(id)).toMatchObject({ unlocked: true });
    expect(await unlocking()).toMatchObject({ text: "state of slow-dev is not locked" });
  });
}

step("the account stack's own state is repaired the same way", async () => {
  const error = errors.get(accountStack) ?? "";
  expect(error).toMatch(/^account-dev: the state in the bucket .* found 7 bytes that are no state/);
  await repair(error);
  expect(await bootstrap("dev", options)).toMatchObject({ status: "unchanged" });
});
