import { root } from "../stacks/synthesized";
import type { FakeGitHub } from "../support/fake-github";
import { declarations } from "./action-inputs";
import {
  awsCredentials,
  type Calls,
  checkout,
  downloadArtifact,
  recordedAction,
  recording,
  uploadArtifact,
} from "./executor/actions";
import { Expressions } from "./executor/expressions";
import type { RunResult } from "./executor/results";
import { type Answer, Tools } from "./executor/tools";
import type { ActionCall, FakeAction, World } from "./executor/world";

/** What some actions do; the others are only recorded. All have the inputs of their `action.yml`. */
export const actions: Readonly<Record<string, FakeAction>> = {
  ...Object.fromEntries(
    [...declarations.keys()].map((uses) => uses.split("@")[0] ?? "").map((name) => [name, recordedAction(name)]),
  ),
  "actions/upload-artifact": uploadArtifact,
  "actions/download-artifact": downloadArtifact,
  "aws-actions/configure-aws-credentials": awsCredentials((role) => ({ env: { AWS_ROLE_OF_TEST: role } })),
  "actions/create-github-app-token": recordedAction("actions/create-github-app-token", () => ({
    outputs: { token: "ghs_app" },
  })),
  "docker/metadata-action": recordedAction("docker/metadata-action", () => ({ outputs: { tags: "t", labels: "l" } })),
  "docker/build-push-action": recordedAction("docker/build-push-action", () => ({
    outputs: { digest: `sha256:${"1".repeat(64)}` },
  })),
};

/** The foreign programs and our own command, all recorded. */
const programs = "npm npx gh cosign trivy syft docker k6 helm git pip go semgrep bandit zizmor ruff mypy pytest".split(
  " ",
);

/** The foreign programs alone: what is ours, and Git, is what the machine has. */
export const foreign = programs.filter((name) => !["npm", "git"].includes(name));

/** A world for the shipped workflows in which every tool is a recorder. */
export interface Recorded {
  readonly world: World;
  readonly tools: Tools;
  readonly calls: Calls;
}

export async function recordedWorld(
  event: World["event"],
  github?: FakeGitHub,
  more: Partial<World> = {},
  contents: (folder: string, call: ActionCall) => void = () => {},
  recorders: readonly string[] = programs,
): Promise<Recorded> {
  const calls: Calls = [];
  const tools = new Tools(recorders);
  const world: World = {
    ...{ expressions: await Expressions.load(), root, event, repository: "acme/shop", env: tools.env },
    ...{ actions: recording({ ...actions, "actions/checkout": checkout(contents) }, calls), ...(github && { github }) },
    ...more,
  };
  return { world, tools, calls };
}

/** The jobs that ran, with what became of them: `prod/apply success`. */
export function ran({ jobs }: Pick<RunResult, "jobs">, prefix = ""): readonly string[] {
  return jobs
    .filter(({ result }) => result !== "skipped")
    .flatMap(({ id, result, jobs: below }) =>
      below ? ran({ jobs: below }, `${prefix}${id}/`) : [`${prefix}${id} ${result}`],
    );
}

/** What staging had of a version's commit. */
export const stagedImage = `ghcr.io/acme/shop@sha256:${"5".repeat(64)}`;

/** Answers of our commands, as their documents say. */
export const answers: readonly Answer[] = [
  { tool: "npm", when: "^test .*coverageReporters", files: { "coverage/coverage-summary.json": "{}" } },
  { tool: "npm", when: "run scans -- .*--out (\\S+)", files: { "$1/report.md": "" } },
  {
    tool: "npm",
    when: "run plan -- \\S+ .*--out plans",
    files: { "plans/plan.json": "{}" },
    outputs: { changes: "true" },
  },
  { tool: "npm", when: "pipeline -- evidence .*--out (\\S+)", files: { $1: "{}" } },
  { tool: "npm", when: "pipeline -- artifacts .*--logged", outputs: { coverage_run: "7001" } },
  { tool: "npm", when: "pipeline -- artifacts", outputs: { coverage_run: "7001", evidence_run: "7000" } },
  { tool: "npm", when: "pipeline -- promote .*--out (\\S+)", files: { $1: "{}" }, outputs: { image: "" } },
  {
    tool: "npm",
    when: "pipeline -- affected",
    outputs: { stacks: '["aws-dev","gcp-test"]' },
  },
  { tool: "npm", when: "look (\\w+) .*--environment (\\S+)", files: { "looks/$2.json": '"$1 $2"' } },
  { tool: "npm", when: "gitops -- staging .*--out (\\S+)", files: { $1: "{}" } },
  {
    ...{ tool: "npm", when: "gitops -- staged .*--image (\\S+)" },
    outputs: { image: stagedImage, digest: stagedImage.split("@")[1] ?? "" },
  },
  { tool: "npm", when: "gitops -- production", outputs: { version: "1.2.0", minor: "1.2" } },
  { tool: "cosign", when: "sign-blob", files: { "evidence/evidence.sigstore.json": "{}" } },
];
