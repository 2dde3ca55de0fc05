import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { emulatorConfig } from "../../../operator/aws/emulator-config";
import type { ReleaseTarget } from "../../../stacks/aws/release-target";
import { type ClientConfig, clientConfig } from "../support/emulator/client-config";
import { makeStateBackend } from "../support/emulator/state-backend";
import { motoEnvironment } from "../support/on-moto";
import { type RunningEmulator, startMoto } from "../support/one-emulator";
import { type Ended, ProjectCopy, type Running } from "../support/project-copy";
import { type RunningProviders, startProviders } from "../support/providers/running-providers";
import { makeBeforehand } from "./beforehand";
import type { HcpState } from "./hcp-state";
import { impatientTerraform, makePlace, ownProvider } from "./place";
import { AwsProxy, type Call, changes } from "./proxy";
import { type Place, projectFiles, stack } from "./stack-files";
import { Traffic } from "./traffic";
import { locationOf, Truth } from "./truth";

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
  place!: Place;
  /** Of clients of the test itself: they do not pass the proxy. */
  config!: ClientConfig;
  private provider?: RunningProviders;
  private address = "";
  private program = "";

  /** @param elsewhere where the state is, if not in a bucket */
  constructor(private readonly elsewhere?: HcpState) {}

  /** Starts everything and deploys the stack. */
  async open(): Promise<void> {
    this.moto = await startMoto();
    await this.elsewhere?.start();
    const { endpoint, key } = this.moto;
    this.config = clientConfig(this.moto);
    this.place = await makePlace(this.config);
    for (const [file, text] of Object.entries(projectFiles(this.place, this.elsewhere?.settings))) {
      mkdirSync(dirname(this.copy.path(file)), { recursive: true });
      writeFileSync(this.copy.path(file), text);
    }
    this.proxy = new AwsProxy(endpoint);
    const seen = await this.proxy.start();
    const ownEmulator = join(this.copy.local, emulatorConfig);
    mkdirSync(this.copy.local, { recursive: true });
    writeFileSync(ownEmulator, `[default]\nregion = ${region}\n`);
    Object.assign(this.copy.env, {
      ...motoEnvironment(seen),
      AWS_CONFIG_FILE: ownEmulator,
      AWS_ACCESS_KEY_ID: key,
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      TERRAFORM_BINARY_NAME: impatientTerraform(this.copy),
    });
    this.elsewhere?.prepare(this.copy);
    await makeStateBackend(this.config, locationOf("dev"));
    const folder = join(this.copy.local, "stacks", stack);
    // Runs in HCP Terraform get the stack alone.
    if (!this.elsewhere) await makeBeforehand(this.config, this.place, join(folder, "beforehand.tf.json"));
    await this.done("deploy", stack, "--yes", "--no-preflight");
    this.provider = startProviders([join(folder, ".terraform")], this.copy.env);
    Object.assign(this.copy.env, this.provider.env);
    this.elsewhere?.use(this.provider.env);
    const outputs = JSON.parse((await this.done("outputs", stack, "--json")).out) as Outputs;
    this.target = (outputs[stack] as Outputs[string]).release_target;
    this.truth = new Truth(this.target, this.config, { id: stack, environment: "dev", elsewhere: this.elsewhere });
    this.traffic = new Traffic({ target: this.target, emulator: this.moto, seed: 7 });
    this.leaveCallsAlone();
    this.address = await this.traffic.start();
    this.bundle();
  }

  async close(): Promise<void> {
    this.provider?.stop();
    this.traffic?.stop();
    this.proxy?.stop();
    await this.moto?.stop();
    await this.elsewhere?.stop();
    await this.copy.remove();
  }

  /** Starts a command on releases with the simulator's time. */
  start(command: "release" | "rollback" | "releases", options: object = {}, env: NodeJS.ProcessEnv = {}): Running {
    return this.startAll([[command, options]], env);
  }

  /** Starts commands, one after the other in one process, which ends with the first that ends badly. */
  startAll(commands: readonly (readonly [command: string, options: object])[], env: NodeJS.ProcessEnv = {}): Running {
    return this.copy.start(process.execPath, this.programArguments(commands), { env });
  }

  /** The same, of which Terraform will be killed in an apply, and with it the provider. */
  startToKill(command: "release" | "rollback", options: object): Running {
    return this.start(command, options, { [ownProvider]: "1" });
  }

  programArguments(commands: readonly (readonly [command: string, options: object])[]): string[] {
    return [this.program, this.address, stack, JSON.stringify(commands)];
  }

  /** The rules that divide requests, and the target group of a side. */
  side(color: "blue" | "green"): [rules: readonly string[], targetGroup: string] {
    const [service] = Object.values(this.target.services);
    return [service?.listener_rules ?? [], service?.[color]?.target_group ?? ""];
  }

  /** Runs a command of the operator that must succeed. */
  done(...args: string[]): Promise<Ended> {
    return this.copy.ended(0, args);
  }

  /** Passes every call on; the figures of users are there when they are read, and who waits for a lock waits as long as it says. */
  leaveCallsAlone(): void {
    this.proxy.before = (call) => this.beforeEach(call);
    this.proxy.after = (call, status) => this.afterEach(call, status);
  }

  async beforeEach({ operation }: Call): Promise<undefined> {
    if (operation === "GetMetricData") await this.traffic.publish();
  }

  async afterEach(call: Call, status: number): Promise<undefined> {
    const { by, operation } = call;
    if (changes(call)) this.traffic.changed();
    const isLocked = by === "terraform" && operation === "PutItem" && status === 400;
    if (isLocked) await this.traffic.pass(lockTimeoutMs);
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
