import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { buildSync } from "esbuild";
import type { ReleaseTarget } from "../../../stacks/aws/release-target";
import { type RunningEmulator, startMoto } from "../support/one-emulator";
import { type Ended, ProjectCopy, type Running } from "../support/project-copy";
import type { ClientConfig } from "./balancer";
import { AwsProxy, type Call } from "./proxy";
import { projectFiles, stack } from "./stack-files";
import { Traffic } from "./traffic";
import { location, Truth } from "./truth";

type Outputs = Readonly<Record<string, { readonly release_target: ReleaseTarget }>>;

const region = "us-east-1";
/** How long a release waits for the lock of the state, and here in the time of the simulator. */
const lockTimeoutMs = 120_000;

/** The small stack on moto, deployed once for a suite, its users, and a proxy that sees every call of AWS. */
export class Stage {
  readonly copy = new ProjectCopy();
  moto!: RunningEmulator;
  proxy!: AwsProxy;
  traffic!: Traffic;
  truth!: Truth;
  target!: ReleaseTarget;
  /** Of clients of the test itself: they do not pass the proxy. */
  config!: ClientConfig;
  private address = "";
  private program = "";

  /** Starts everything and deploys the stack. */
  async open(): Promise<void> {
    for (const [file, text] of Object.entries(projectFiles)) {
      mkdirSync(dirname(this.copy.path(file)), { recursive: true });
      writeFileSync(this.copy.path(file), text);
    }
    this.moto = await startMoto();
    const { endpoint, key } = this.moto;
    this.config = { endpoint, region, credentials: { accessKeyId: key, secretAccessKey: "test" } };
    this.proxy = new AwsProxy(endpoint);
    const seen = await this.proxy.start();
    Object.assign(this.copy.env, {
      AWS_ENDPOINT_URL: seen,
      AWS_ACCESS_KEY_ID: key,
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      // S3 Control calls http://<account>.127.0.0.1, which no resolver knows.
      HTTP_PROXY: seen,
      NO_PROXY: "127.0.0.1",
      no_proxy: "127.0.0.1",
      TERRAFORM_BINARY_NAME: this.impatientTerraform(),
    });
    await this.makeBackend();
    await this.done("deploy", stack, "--yes", "--no-preflight");
    const outputs = JSON.parse((await this.done("outputs", stack, "--json")).out) as Outputs;
    this.target = (outputs[stack] as Outputs[string]).release_target;
    this.truth = new Truth(this.target, this.config);
    this.traffic = new Traffic({ target: this.target, emulator: this.moto, seed: 7 });
    this.leaveCallsAlone();
    this.address = await this.traffic.start();
    this.bundle();
  }

  async close(): Promise<void> {
    this.traffic?.stop();
    this.proxy?.stop();
    await this.moto?.stop();
    await this.copy.remove();
  }

  /** Starts a command on releases with the simulator's time. */
  start(command: "release" | "rollback" | "releases", options: object = {}): Running {
    return this.copy.start(process.execPath, this.programArguments(command, options));
  }

  programArguments(command: string, options: object): string[] {
    return [this.program, this.address, command, stack, JSON.stringify(options)];
  }

  /** The rules that divide requests, and the target group of a side. */
  side(color: "blue" | "green"): [rules: readonly string[], targetGroup: string] {
    const [service] = Object.values(this.target.services);
    return [service?.listener_rules ?? [], service?.[color]?.target_group ?? ""];
  }

  /** Runs a command of the operator that must succeed. */
  async done(...args: string[]): Promise<Ended> {
    const ended = await this.copy.cli(...args);
    if (ended.code === 0) return ended;
    throw new Error(`${args.join(" ")}: expected exit code 0, found ${ended.code}\n${ended.err}\n${ended.out}`);
  }

  /** Passes every call on; the figures of users are there when somebody reads them, and who waits for a lock waits as long as it says. */
  leaveCallsAlone(): void {
    this.proxy.before = (call) => this.beforeEach(call);
    this.proxy.after = (call, status) => this.afterEach(call, status);
  }

  async beforeEach({ operation }: Call): Promise<undefined> {
    if (operation === "GetMetricData") await this.traffic.publish();
  }

  async afterEach({ by, operation }: Call, status: number): Promise<undefined> {
    const isLocked = by === "terraform" && operation === "PutItem" && status === 400;
    if (isLocked) await this.traffic.pass(lockTimeoutMs);
  }

  /** Terraform would wait for a lock in the time of this machine. */
  private impatientTerraform(): string {
    const file = this.copy.path("impatient-terraform");
    const change = 'case "$arg" in -lock-timeout=*) arg=-lock-timeout=0s ;; esac';
    const script = `#!/bin/sh\nfor arg do\n  shift\n  ${change}\n  set -- "$@" "$arg"\ndone\nexec terraform "$@"\n`;
    writeFileSync(file, script, { mode: 0o755 });
    return file;
  }

  private async makeBackend(): Promise<void> {
    const s3 = new S3Client({ ...this.config, forcePathStyle: true });
    const Bucket = location.bucket;
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    await new DynamoDBClient(this.config).send(
      new CreateTableCommand({
        TableName: location.lockTable,
        AttributeDefinitions: [{ AttributeName: "LockID", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "LockID", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
  }

  bundle(): void {
    this.program = this.copy.path(".local", "release-program.cjs");
    buildSync({
      entryPoints: [this.copy.path("__tests__", "terraform", "release", "program.ts")],
      bundle: true,
      platform: "node",
      outfile: this.program,
      external: ["@aws-sdk/*", "cdktf", "constructs", "esbuild"],
      logLevel: "error",
    });
  }
}
