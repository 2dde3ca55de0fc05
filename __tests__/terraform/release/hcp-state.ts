import { writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { pluginEnvironment } from "../../../operator/terraform/plugins";
import { FakeHcp } from "../support/hcp/fake-hcp";
import type { ProjectCopy } from "../support/project-copy";
import { stack } from "./stack-files";
import { locationOf } from "./truth";

/** A state in a workspace of HCP Terraform, whose runs are in the service and apply to the emulator; the log is in a bucket that is named. */
export class HcpState {
  hcp!: FakeHcp;

  async start(): Promise<void> {
    this.hcp = await FakeHcp.start();
    // As npm run bootstrap sets it for a workspace.
    this.hcp.defaultExecutionMode = "remote";
  }

  /** Settings of the environment, as docs/release.md has them. */
  get settings(): string {
    const { organization, hostname } = this.hcp;
    return `
state   = { cloud = { organization = "${organization}", hostname = "${hostname}", runs = {} } }
release = { log_bucket = "${locationOf("dev").bucket}" }
`;
  }

  /** Leads commands of the copy to the service, and its runs to the same AWS. */
  prepare(copy: ProjectCopy): void {
    const configuration = copy.path("hcp.rc");
    writeFileSync(configuration, this.hcp.cliConfiguration);
    copy.env["TF_CLI_CONFIG_FILE"] = configuration;
    const aws = Object.entries(copy.env).filter(([name]) => /^AWS_|^HTTP_PROXY$|^NO_PROXY$/.test(name));
    const machine = { env: copy.env, home: homedir(), opt: "/opt" };
    this.hcp.remote.env = { ...Object.fromEntries(aws), ...pluginEnvironment(copy.local, machine) };
  }

  /** Runs use a provider that runs already. */
  use(provider: NodeJS.ProcessEnv): void {
    Object.assign(this.hcp.remote.env, provider);
  }

  /** The newest state. */
  read(): string {
    return this.hcp.workspaces.get(stack)?.states.at(-1)?.state.toString() ?? "{}";
  }

  async stop(): Promise<void> {
    await this.hcp?.stop();
  }
}
