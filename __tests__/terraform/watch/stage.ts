import { join } from "node:path";
import { startEmulator } from "../../../operator/local/emulator";
import { location } from "../support/account";
import { type ClientConfig, clientConfig } from "../support/emulator/client-config";
import { makeStateBackend } from "../support/emulator/state-backend";
import { type Ended, expectCode, ProjectCopy } from "../support/project-copy";
import { type RunningProviders, startProviders } from "../support/providers/running-providers";

/** A copy of the product with one small stack on its own emulator: what the commands that watch and compare are tried on. */
export class WatchStage {
  /** The stack that is deployed. */
  readonly stack = "aws-codebuild-local";
  readonly project = new ProjectCopy();
  /** Of the emulator that the stack is on, for clients of the test itself; known once {@link open} has ended. */
  config!: ClientConfig;
  /** Of the emulator that the states and their locks are on, as all of an environment's stacks without a profile. */
  states!: ClientConfig;
  private deployment?: Promise<Ended>;
  private provider?: RunningProviders;

  /**
   * Starts the emulators and begins to deploy the stack. For most of that time the provider waits, until queues and rules of buckets have
   * settled as on AWS: what needs no deployed stack can run meanwhile.
   */
  async open(): Promise<void> {
    await this.project.shareEmulator();
    const { moto, ministack } = await startEmulator(this.project.local);
    this.config = clientConfig(ministack);
    this.states = clientConfig(moto);
    await makeStateBackend(this.states, location);
    const deploy = this.project.startCli("deploy", this.stack, "--yes");
    await deploy.said(/: created after/);
    this.deployment = deploy.ended;
  }

  /** Waits until the stack is deployed. From then on one provider runs for all commands. */
  async deployed(): Promise<void> {
    expectCode("deploy", 0, (await this.deployment) as Ended);
    const env = { ...this.project.env, ...(await this.project.toolEnvironment()) };
    this.provider = startProviders([join(this.project.local, "stacks", this.stack, ".terraform")], env);
    Object.assign(this.project.env, this.provider.env);
  }

  async close(): Promise<void> {
    this.provider?.stop();
    await this.project.remove();
  }

  /** Runs a command of the operator that must end with this exit code. */
  ended(code: number, ...args: string[]): Promise<Ended> {
    return this.project.ended(code, args);
  }
}
