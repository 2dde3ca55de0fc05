import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StackReference } from "../../../settings/project/stacks";
import { synthesize } from "../../../stacks/synthesis/synthesize";
import { examples, type StackJson } from "../../stacks/synthesized";
import { type Manifest, toManifests } from "./kubernetes-manifests";
import { variants } from "./kubernetes-variants";
import { evaluateResources } from "./terraform-values";

/** A kubernetes stack in the form in which Terraform passes it to the providers. */
export interface KubernetesStack {
  /** Its id, and the name of its variant, if it is one. */
  readonly name: string;
  /** Folder of its JSON and its charts. */
  readonly dir: string;
  readonly manifests: readonly Manifest[];
  readonly releases: readonly Release[];
}

export interface Release {
  readonly name: string;
  readonly namespace: string;
  /** Path of a chart of this repository in the stack's folder, or name of a chart in another repository. */
  readonly chart: string;
  /** @default - a chart of this repository */
  readonly repository?: string;
  /** YAML texts; a later one overrides earlier ones. */
  readonly values: readonly string[];
}

/** Every kubernetes stack of the examples, and variants of them, in a folder that exists until {@link remove}. */
export class KubernetesStacks {
  private folder = "";
  readonly all: KubernetesStack[] = [];

  async synthesize(): Promise<void> {
    this.folder = mkdtempSync(join(tmpdir(), "kubernetes-stacks-"));
    const references = examples.stacks.filter(({ platform }) => platform === "kubernetes");
    await this.add("", references);
    for (const [name, { environment, settings, cluster = "{}" }] of Object.entries(variants)) {
      const [file, place] = [join(this.folder, `${name}.tfvars`), join(this.folder, `${name} cluster.tfvars`)];
      writeFileSync(file, settings);
      writeFileSync(place, `kubernetes = { cluster = ${cluster} }\n`);
      await this.add(
        name,
        references.filter((it) => it.environment === environment && it.system === "ai-prism"),
        [place, file],
      );
    }
  }

  /** The stack of this name, e.g. `kubernetes-prod`. */
  of(name: string): KubernetesStack {
    const found = this.all.find((stack) => stack.name === name);
    if (!found) throw new Error(`expected one of ${this.all.map((stack) => stack.name).join(", ")}, found ${name}`);
    return found;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private async add(variant: string, stacks: readonly StackReference[], ownFiles: string[] = []) {
    const outdir = join(this.folder, variant || "environments");
    mkdirSync(outdir);
    const { mistakes } = await synthesize({ project: examples, outdir, stacks, ownFiles });
    if (mistakes.length > 0) throw new Error(mistakes.join("\n"));
    for (const { id } of stacks) {
      const dir = join(outdir, "stacks", id);
      const resource = evaluateResources(JSON.parse(readFileSync(join(dir, "cdk.tf.json"), "utf8")) as StackJson);
      this.all.push({
        name: variant ? `${id} (${variant})` : id,
        dir,
        manifests: toManifests(resource),
        releases: Object.values(resource["helm_release"] ?? {}) as unknown as Release[],
      });
    }
  }
}
