import { spawnSync } from "node:child_process";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { StackResult } from "../../operator/operations/run";
import { devOnMoto } from "./support/on-moto";
import { type RunningEmulator, startMoto } from "./support/one-emulator";
import { type Ended, ProjectCopy } from "./support/project-copy";
import { story } from "./support/story";

/** OpenTofu in place of Terraform, where `tofu` is on the PATH: the operator's commands on stacks of AWS. */

const hasTofu = spawnSync("tofu", ["version"]).status === 0;
if (hasTofu) tests();
else {
  const title = "skipped: OpenTofu: there is no tofu on the PATH";
  process.stderr.write(`${title}\n`);
  test.skip(title, () => {});
}

function tests(): void {
  const step = story();
  const project = new ProjectCopy();
  let moto: RunningEmulator;

  beforeAll(async () => {
    moto = await startMoto();
    Object.assign(project.env, devOnMoto(project, moto), { TERRAFORM_BINARY_NAME: "tofu" });
  }, 300_000);
  afterAll(async () => {
    await moto?.stop();
    await project.remove();
  });

  /** Runs a command that must end with a code. */
  const done = (code: number, ...args: string[]): Promise<Ended> => project.ended(code, args);

  step("finds stacks valid, with providers from the mirror for Terraform", async () => {
    const { out } = await done(0, "validate", "account-dev", "aws-dev", "aws-websocket-dev", "--json");
    const { stacks } = JSON.parse(out.trimEnd().split("\n").at(-1) ?? "") as { stacks: StackResult[] };
    expect(stacks.map(({ status }) => status)).toEqual(["valid", "valid", "valid"]);
  });

  step("a bootstrap deploys the account's stack and moves its state into the bucket", async () => {
    expect((await done(0, "bootstrap", "dev", "--yes")).out).toMatch(/^account-dev: deployed/m);
  });

  step("the second plan is empty", async () => {
    await done(0, "plan", "account-dev");
  });

  step("a lock is named, and freed by its id", async () => {
    const { out } = await done(0, "plan", "account-dev", "--json");
    expect(out).toContain("account-dev");
    const bucket = "multicloud-dev-state-123456789012";
    // As Go writes it: OpenTofu deletes the item only if it is what it has read.
    const info = {
      ID: "11111111-2222-3333-4444-555555555555",
      Operation: "OperationTypeApply",
      Info: "",
      Who: "ann@elsewhere",
      Version: "1.11.4",
      Created: "2026-01-01T00:00:00Z",
      Path: `${bucket}/account-dev`,
    };
    const credentials = { accessKeyId: moto.key, secretAccessKey: "test" };
    const dynamodb = new DynamoDBClient({ region: "us-east-1", endpoint: moto.endpoint, credentials });
    const Item = { LockID: { S: info.Path }, Info: { S: JSON.stringify(info) } };
    await dynamodb.send(new PutItemCommand({ TableName: "multicloud-dev-locks", Item }));
    const locked = await done(1, "deploy", "account-dev", "--yes");
    expect(`${locked.out}${locked.err}`).toMatch(/locked by ann@elsewhere/);
    await done(0, "unlock", "account-dev", "--id", info.ID);
    await done(0, "deploy", "account-dev", "--yes");
  });

  step("destroy leaves nothing", async () => {
    expect((await done(0, "destroy", "account-dev", "--yes")).out).toMatch(/^account-dev: destroyed/m);
  });
}
