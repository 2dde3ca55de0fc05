import { root } from "../stacks/synthesized";
import type { FakeGitHub } from "../support/fake-github";
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
import type { ActionCall, World } from "./executor/world";

/** The actions of the shipped workflows, with the inputs of the `action.yml` of the pinned versions. */
export const actions = {
  "actions/setup-node": recordedAction(
    "node-version node-version-file architecture check-latest registry-url scope token cache package-manager-cache cache-dependency-path mirror mirror-token",
  ),
  "actions/upload-artifact": uploadArtifact,
  "actions/download-artifact": downloadArtifact,
  "hashicorp/setup-terraform": recordedAction(
    "cli_config_credentials_hostname cli_config_credentials_token terraform_version terraform_wrapper",
  ),
  "sigstore/cosign-installer": recordedAction("cosign-release install-dir use-sudo"),
  "aws-actions/configure-aws-credentials": awsCredentials((role) => ({ env: { AWS_ROLE_OF_TEST: role } })),
  "google-github-actions/auth": recordedAction(
    "project_id workload_identity_provider service_account audience credentials_json create_credentials_file export_environment_variables token_format delegates universe request_reason cleanup_credentials access_token_lifetime access_token_scopes access_token_subject id_token_audience id_token_include_email",
  ),
  "actions/setup-python": recordedAction("python-version python-version-file cache architecture cache-dependency-path"),
  "actions/create-github-app-token": recordedAction(
    "app-id private-key owner repositories permission-contents permission-pull-requests",
    () => ({ outputs: { token: "ghs_app" } }),
  ),
  "aquasecurity/trivy-action": recordedAction("scan-type scan-ref image-ref scanners severity format output exit-code"),
  "anchore/scan-action": recordedAction("path image by-cve fail-build output-format output-file severity-cutoff"),
  "anchore/sbom-action": recordedAction("path image format output-file upload-artifact upload-release-assets"),
  "github/codeql-action/upload-sarif": recordedAction("sarif_file category wait-for-processing"),
  "docker/setup-qemu-action": recordedAction("image platforms"),
  "docker/setup-buildx-action": recordedAction("driver version"),
  "docker/login-action": recordedAction("registry username password"),
  "docker/metadata-action": recordedAction("images tags flavor labels", () => ({
    outputs: { tags: "t", labels: "l" },
  })),
  "docker/build-push-action": recordedAction(
    "context file platforms push tags labels build-args cache-from cache-to provenance sbom",
    () => ({ outputs: { digest: `sha256:${"1".repeat(64)}` } }),
  ),
  "grafana/setup-k6-action": recordedAction("k6-version browser"),
  "azure/login": recordedAction(
    "creds client-id tenant-id subscription-id enable-AzPSSession environment allow-no-subscriptions audience auth-type",
  ),
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

/** Answers of our commands, as their documents say. */
export const answers: readonly Answer[] = [
  {
    tool: "npm",
    when: "run plan -- \\S+ .*--out plans",
    files: { "plans/plan.json": "{}" },
    outputs: { changes: "true" },
  },
  { tool: "npm", when: "pipeline -- evidence .*--out (\\S+)", files: { $1: "{}" } },
  { tool: "npm", when: "pipeline -- promote", outputs: { image: "" } },
  {
    tool: "npm",
    when: "pipeline -- affected",
    outputs: { stacks: '["aws-dev","gcp-test"]', environments: '["dev","test"]' },
  },
  { tool: "npm", when: "look (\\w+) .*--environment (\\S+)", files: { "looks/$2.json": '"$1 $2"' } },
  { tool: "cosign", when: "sign-blob", files: { "evidence/evidence.sigstore.json": "{}" } },
];
