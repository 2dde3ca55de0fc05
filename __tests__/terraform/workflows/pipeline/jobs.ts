import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { awsCredentials, checkout, recording, uploadArtifact } from "../../../workflows/executor/actions";
import { type Running, startWorkflow } from "../../../workflows/executor/run";
import type { Answer } from "../../../workflows/executor/tools";
import type { Acted, ActionCall, World } from "../../../workflows/executor/world";
import { actions, foreign, type Recorded, recordedWorld } from "../../../workflows/shipped";
import type { Environment } from "./project-files";
import type { PipelineStage } from "./stage";

/** Which role trusts which file of workflows in which GitHub environment: docs/operations.md, "GitHub Actions". */
const trusted: readonly { readonly role: RegExp; readonly jobs: RegExp }[] = [
  { role: /^multicloud-(\w+)-plan$/, jobs: /^\$-plan plan$|^\$-watch (stack|promote|due|watch)$/ },
  { role: /^multicloud-(\w+)-drift$/, jobs: /^\$-watch drift$/ },
  { role: /^multicloud-(\w+)-infrastructure$/, jobs: /^\$ stack$/ },
  { role: /^shop-(\w+)-deploy$/, jobs: /^\$ release$/ },
];

/** Runs workflows of a stage's repository: our own commands for real, foreign tools and actions recorded. */
export class Jobs {
  /** The last of what runs kept, by the names of artifacts: files by their names. */
  readonly artifacts = new Map<string, Record<string, string>>();

  constructor(private readonly stage: PipelineStage) {}

  /** Starts a workflow for an event of a commit. */
  async start(
    event: World["event"] & { readonly sha: string },
    workflow: string,
    more: Partial<World> & { readonly answers?: readonly Answer[] } = {},
  ): Promise<Running & Recorded> {
    const { stage } = this;
    const { answers = [], ...world } = more;
    const contents = (folder: string) => stage.repository.checkout(event.sha, folder);
    const recorded = await recordedWorld(event, stage.github, { root: stage.copy.dir }, contents, foreign);
    const { tools, calls } = recorded;
    tools.answer([...answers, ...this.downloads(), signature]);
    const made: World = {
      ...recorded.world,
      env: { ...stage.machine, PATH: `${tools.bin}:${process.env["PATH"]}` },
      actions: recording(this.actions(contents), calls),
      ...world,
    };
    return { ...recorded, ...startWorkflow(made, workflow) };
  }

  /** Runs the system's deploy for a tag of `main`, which Ada pushes and Bob approves. */
  async deploy(tag: string, more: Partial<World> = {}) {
    const { github, main: sha } = this.stage;
    github.code.refs.set("refs/heads/main", sha);
    github.code.refs.set(`refs/tags/${tag}`, sha);
    const event = { name: "push", ref: `refs/tags/${tag}`, sha, actor: "ada" };
    return this.start(event, "deploy-shop.yml", { reviews: { staging: "bob", prod: "bob" }, ...more });
  }

  async deployed(tag: string) {
    const running = await this.deploy(tag);
    return { ...running, result: await running.result };
  }

  /** Runs a workflow to its end. */
  async run(...given: Parameters<Jobs["start"]>) {
    const running = await this.start(...given);
    return { ...running, result: await running.result };
  }

  /** The checks of a commit have ended well, and kept its coverage. */
  checked(head_sha: string): void {
    const path = ".github/workflows/checks.yml";
    const run = this.stage.github.runs.start({ path, head_sha, status: "completed", conclusion: "success" });
    const name = `coverage-${head_sha}`;
    this.stage.github.artifacts.keep(name, run);
    this.artifacts.set(name, { "coverage-summary.json": '{"total":{"lines":{"pct":91}}}' });
  }

  private actions(contents: (folder: string) => void) {
    return {
      ...actions,
      "actions/checkout": checkout(contents),
      "actions/upload-artifact": { ...uploadArtifact, run: (call: ActionCall) => this.kept(call) },
      "aws-actions/configure-aws-credentials": awsCredentials((role, call) => this.assumed(role, call)),
    };
  }

  /** Credentials of a role that trusts the job; of an environment with users the provider that runs for it, too. */
  private assumed(role: string, call: ActionCall): Acted {
    const environment = environmentOf(role, call);
    if (!environment)
      return { failure: "Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity" };
    const { accessKeyId, secretAccessKey } = this.stage.config.credentials;
    const { TF_REATTACH_PROVIDERS } = this.stage.deployed.get(environment as Environment)?.env ?? {};
    return {
      env: {
        ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
        ...(TF_REATTACH_PROVIDERS && { TF_REATTACH_PROVIDERS }),
      },
    };
  }

  /** Keeps an artifact for later runs, too. */
  private kept(call: ActionCall) {
    const folder = resolve(call.workspace, call.inputs["path"] ?? "");
    if (existsSync(folder)) {
      const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "latin1")]);
      const name = call.inputs["name"] ?? "";
      this.artifacts.set(name, Object.fromEntries(files));
      const { runs, artifacts } = this.stage.github;
      const run = runs.all.find(({ id }) => id === call.runId);
      if (run) artifacts.keep(name, run);
    }
    return uploadArtifact.run(call);
  }

  /** The run that kept the newest artifact of a name. */
  private runOf(name: string): number | undefined {
    return this.stage.github.artifacts.all.filter((one) => one.name === name).at(-1)?.run.id;
  }

  /** `gh run download` gives what a run has kept, and fails for any other run. */
  private downloads(): Answer[] {
    const all = [...this.artifacts].filter(([name]) => /^(evidence|coverage)-/.test(name));
    return [
      ...all.map(([name, files]) => ({
        ...{ tool: "gh", when: `run download ${this.runOf(name)} --name ${name} --dir (\\S+)` },
        files: Object.fromEntries(Object.entries(files).map(([file, text]) => [`$1/${file}`, text])),
      })),
      { tool: "gh", exitCode: 1, stdout: "no valid artifacts found to download\n" },
    ];
  }
}

const signature: Answer = { tool: "cosign", when: "sign-blob", files: { "evidence/evidence.sigstore.json": "{}" } };

/** The environment of a role, if the role trusts the job. */
function environmentOf(arn: string, { claims }: ActionCall): string | undefined {
  const name = arn.split("/").at(-1) ?? "";
  const file = /\/([\w-]+)\.yml@/.exec(claims.job_workflow_ref)?.[1];
  for (const { role, jobs } of trusted) {
    const environment = role.exec(name)?.[1];
    if (environment === undefined) continue;
    const expected = new RegExp(jobs.source.replaceAll("\\$", environment));
    return expected.test(`${claims.environment} ${file}`) ? environment : undefined;
  }
  return undefined;
}
