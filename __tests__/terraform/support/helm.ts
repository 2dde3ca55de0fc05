import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Manifest } from "./kubernetes-manifests";
import type { KubernetesStack, Release } from "./kubernetes-stacks";
import { readYaml } from "./terraform-values";

const run = promisify(execFile);

/** Every object of a stack: those of Terraform, and those of the charts of this repository. */
export async function objectsOf(stack: KubernetesStack, helm: Helm): Promise<Manifest[]> {
  const rendered = await Promise.all(localReleases(stack).map((release) => helm.render(stack, release)));
  return [...stack.manifests, ...rendered.flat()];
}

/** The releases of a stack whose charts are in this repository. */
export function localReleases(stack: KubernetesStack): Release[] {
  return stack.releases.filter(({ repository }) => !repository);
}

/** The name of a chart in its Chart.yaml, which is the name of its folder in `charts/`. */
export function chartName({ dir }: KubernetesStack, { chart }: Release): string | undefined {
  return readFileSync(join(dir, chart, "Chart.yaml"), "utf8").match(/^name: (\S+)$/m)?.[1];
}

/** Runs Helm on a chart of this repository with the values of the stack. */
export class Helm {
  constructor(private readonly program: string) {}

  /** The objects of the release. */
  async render(stack: KubernetesStack, release: Release): Promise<Manifest[]> {
    const text = await this.template(stack, release);
    return readYaml(text) as Manifest[];
  }

  /** The objects as YAML text. @throws the message of Helm, if it refuses the chart or the values */
  template(stack: KubernetesStack, release: Release, ...options: string[]): Promise<string> {
    return this.run(stack, release, ["template", release.name], options);
  }

  lint(stack: KubernetesStack, release: Release): Promise<string> {
    return this.run(stack, release, ["lint", "--strict"], []);
  }

  private async run(stack: KubernetesStack, release: Release, command: string[], options: string[]): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "helm-"));
    try {
      const files = release.values.map((text, i) => {
        const file = join(folder, `${i}.yaml`);
        writeFileSync(file, text);
        return `--values=${file}`;
      });
      const args = [
        ...command,
        join(stack.dir, release.chart),
        `--namespace=${release.namespace}`,
        ...files,
        ...options,
      ];
      return (await run(this.program, args, { maxBuffer: 2 ** 26, env: { ...process.env, HELM_NO_PLUGINS: "1" } }))
        .stdout;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}
