import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { PythonEnvironment } from "../../../operator/python/environment";
import { root } from "../../stacks/synthesized";
import { installPythonTool } from "../support/python-tool";

const zizmor: PythonEnvironment = {
  folder: join(root, ".local", "python", "zizmor"),
  requirements: join(__dirname, "zizmor-requirements.txt"),
};

/** Tests with zizmor, which pip installs; skipped by name where it cannot be had. */
export function describeWithZizmor(tests: (program: string) => void): void {
  const reason = installPythonTool(zizmor);
  const title = reason ? `skipped: zizmor: ${reason}` : "zizmor";
  // Jest prints no name of a file whose tests are all skipped.
  if (reason) process.stderr.write(`${title}\n`);
  (reason ? describe.skip : describe)(title, () => tests(join(zizmor.folder, "bin", "zizmor")));
}

/** GitHub knows `concurrency.queue` since 2026 (docs.github.com, "Control the concurrency of workflows and jobs"), actionlint 1.7.12 does not. */
const unknownToActionlint = 'unexpected key "queue" for "concurrency" section';

/** What actionlint says about the workflows of a repository, a line each. shellcheck and pyflakes are left out: not every machine has them. */
export function actionlintFindings(program: string, files: readonly string[]): readonly string[] {
  const args = ["-no-color", "-oneline", "-shellcheck=", "-pyflakes=", "-ignore", unknownToActionlint];
  return lines(program, [...args, ...files], [0, 1]);
}

/** What zizmor says, a line each: without the network, every severity, less what `zizmor.yml` leaves out. */
export function zizmorFindings(program: string, folder: string): readonly string[] {
  const config = join(__dirname, "zizmor.yml");
  const args = ["--offline", "--no-progress", "--format", "github", "--config", config, folder];
  // 11 to 14: there are findings, by their severity.
  return lines(program, args, [0, 11, 12, 13, 14]);
}

function lines(program: string, args: readonly string[], codes: readonly number[]): readonly string[] {
  const { status, error, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (error || !codes.includes(status ?? -1)) throw new Error(`${program} ended with ${status}: ${error ?? stderr}`);
  return stdout.split("\n").filter(Boolean);
}

/** A repository with a workflow that both programs find something in. */
export const faulty = `on: pull_request_target
jobs:
  one:
    needs: none
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v6
      - run: echo "\${{ github.event.pull_request.title }}"
`;

export function workflowsFolder(repository: string): string {
  const folder = join(repository, ".github", "workflows");
  mkdirSync(folder, { recursive: true });
  return folder;
}
