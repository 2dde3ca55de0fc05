import { startEmulator } from "../../../operator/local/emulator";
import { type Ended, ProjectCopy } from "../support/project-copy";

/** A copy of the product with one small stack on its own emulator: what the commands that watch and compare are tried on. Each part leaves it as it was. */
export class WatchStage {
  /** The stack that is deployed. */
  readonly stack = "aws-codebuild-local";
  readonly project = new ProjectCopy();
  /** For clients of the test itself; known once {@link open} has ended. */
  config!: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };

  /** Starts the emulator and deploys the stack. */
  async open(): Promise<void> {
    await this.project.shareEmulator();
    const { endpoint, key } = (await startEmulator(this.project.local)).ministack;
    this.config = { endpoint, region: "us-east-1", credentials: { accessKeyId: key, secretAccessKey: "test" } };
    await this.ended(0, "bootstrap", "local", "--yes");
    await this.ended(0, "deploy", this.stack, "--yes");
  }

  async close(): Promise<void> {
    await this.project.remove();
  }

  /** Runs a command of the operator that must end with this exit code. */
  async ended(code: number, ...args: string[]): Promise<Ended> {
    const ended = await this.project.cli(...args);
    if (ended.code === code) return ended;
    throw new Error(`${args.join(" ")}: expected exit code ${code}, found ${ended.code}\n${ended.err}\n${ended.out}`);
  }
}
