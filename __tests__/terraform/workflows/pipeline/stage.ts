import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { ReleaseTarget } from "../../../../stacks/aws/release-target";
import { FakeGitHub } from "../../../support/fake-github";
import { makePlace } from "../../release/place";
import { AwsProxy, type Call, changes } from "../../release/proxy";
import { Traffic } from "../../release/traffic";
import { locationOf, Truth } from "../../release/truth";
import { type ClientConfig, clientConfig } from "../../support/emulator/client-config";
import { makeStateBackend } from "../../support/emulator/state-backend";
import { motoEnvironment } from "../../support/on-moto";
import { type RunningEmulator, startMoto } from "../../support/one-emulator";
import { type Ended, ProjectCopy } from "../../support/project-copy";
import { type RunningProviders, startProviders } from "../../support/providers/running-providers";
import { putAccount, rulesOf } from "./once";
import { clockFile, type Environment, pipelineFiles, stackOf } from "./project-files";
import { Repository } from "./repository";

/** An environment that has users. */
interface Deployed {
  readonly target: ReleaseTarget;
  readonly truth: Truth;
  readonly traffic: Traffic;
  /** Variables with which commands on its stack have the users' time, and a provider that runs: one of its own, because its tags are the environment's. */
  readonly env: Record<string, string>;
}

type Outputs = Readonly<Record<string, { readonly release_target: ReleaseTarget }>>;

const deployedTo = ["staging", "prod"] as const satisfies readonly Environment[];
/** Hours before now in which the releases are: more than the day that a candidate is watched. */
const hoursAgo = 48;

/** A project with a pipeline whose environments are on moto, its repository, a fake of GitHub, and users of staging and production. */
export class PipelineStage {
  readonly copy = new ProjectCopy();
  readonly deployed = new Map<Environment, Deployed>();
  github!: FakeGitHub;
  repository!: Repository;
  proxy!: AwsProxy;
  moto!: RunningEmulator;
  /** Of clients of the test itself: they do not pass the proxy. */
  config!: ClientConfig;
  /** The commit of `main`. */
  main = "";
  /** Variables of every job, without credentials: these a job gets when it signs in. */
  machine: Record<string, string> = {};
  private readonly providers: RunningProviders[] = [];

  async open(): Promise<void> {
    [this.moto, this.github] = await Promise.all([startMoto(), FakeGitHub.start()]);
    const { endpoint, key } = this.moto;
    this.config = clientConfig(this.moto);
    this.proxy = new AwsProxy(endpoint);
    const seen = await this.proxy.start();
    this.leaveCallsAlone();
    this.machine = {
      ...motoEnvironment(seen),
      ...{ AWS_EC2_METADATA_DISABLED: "true", HOME: process.env["HOME"] ?? "/root" },
    };
    Object.assign(this.copy.env, this.machine, { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: "test" });
    // A namespace of one environment is refused in the network of another one.
    const [test, prod] = [await makePlace(this.config), await makePlace(this.config, "10.1.0.0/16")];
    for (const environment of ["test", ...deployedTo]) await makeStateBackend(this.config, locationOf(environment));
    await Promise.all(deployedTo.map((environment) => putAccount(this.config, environment)));
    mkdirSync(this.copy.local, { recursive: true });
    this.repository = new Repository(this.copy);
    this.repository.commit("Begin", {
      ...pipelineFiles({ test, staging: test, prod }),
      "operator/release/world/clock.ts": clockFile,
    });
    await this.done(["init:workflows"]);
    this.main = this.repository.commit("Write the workflows");
    await this.done(...rulesOf(this.github, deployedTo));
    const ids = deployedTo.map(stackOf);
    const confirmed = ids.flatMap((id) => ["--confirm", id]);
    await this.done(["deploy", ...ids, ...confirmed, "--no-preflight", "--parallel", "2"]);
    await this.bringUsers(ids);
  }

  async close(): Promise<void> {
    for (const provider of this.providers) provider.stop();
    for (const { traffic } of this.deployed.values()) traffic.stop();
    this.proxy?.stop();
    await this.github?.stop();
    await this.moto?.stop();
    await this.copy.remove();
  }

  of(environment: Environment): Deployed {
    const found = this.deployed.get(environment);
    if (!found) throw new Error(`nothing is deployed to ${environment}`);
    return found;
  }

  /** All users of an environment have a build, by the load balancer and by the state. */
  async has(environment: Environment, image: string): Promise<void> {
    const { truth } = this.of(environment);
    expect(await truth.users()).toEqual([{ image, percent: 100 }]);
    const values = await truth.values();
    expect({ image: values["image"], next: values["next_percent"] }).toEqual({ image, next: 0 });
  }

  /** Runs a command of the operator that must succeed, as a person who may do everything. */
  done(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return this.copy.ended(0, args, env);
  }

  /** The same with the users of an environment. */
  doneIn(environment: Environment, ...args: string[]): Promise<Ended> {
    return this.done(args, this.of(environment).env);
  }

  /** Passes every call on; the figures of users are there when they are read. */
  leaveCallsAlone(): void {
    this.proxy.before = (call) => this.beforeEach(call);
    this.proxy.after = (call) => this.afterEach(call);
  }

  async afterEach(call: Call): Promise<undefined> {
    if (!changes(call)) return;
    for (const { traffic } of this.deployed.values()) traffic.changed();
  }

  async beforeEach({ operation }: Call): Promise<undefined> {
    if (operation !== "GetMetricData") return;
    for (const { traffic } of this.deployed.values()) await traffic.publish();
  }

  private async bringUsers(ids: readonly string[]): Promise<void> {
    const outputs = JSON.parse((await this.done(["outputs", ...ids, "--json"])).out) as Outputs;
    const addresses: Record<string, string> = {};
    for (const [seed, environment] of deployedTo.entries()) {
      const id = stackOf(environment);
      const target = (outputs[id] as Outputs[string]).release_target;
      const traffic = new Traffic({ target, emulator: this.moto, seed: 7 + seed, hoursAgo });
      addresses[id] = await traffic.start();
      const provider = startProviders([join(this.copy.local, "stacks", id, ".terraform")], this.copy.env);
      this.providers.push(provider);
      const truth = new Truth(target, this.config, { id, environment });
      const env = { STACK: id, ...(provider.env as Record<string, string>) };
      this.deployed.set(environment, { target, truth, traffic, env });
    }
    this.machine["SIMULATORS"] = JSON.stringify(addresses);
    Object.assign(this.copy.env, this.machine);
  }
}
