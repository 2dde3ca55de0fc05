import { resolve } from "node:path";
import { App } from "cdktf";
import type { LayerOptions } from "../../settings/layers/read-layers";
import { loadSettings } from "../../settings/load";
import { type Mistake, SettingsError } from "../../settings/mistake";
import { conflicts } from "../../settings/project/conflicts/conflicts";
import type { Project, StackReference } from "../../settings/project/stacks";
import type { Platform } from "../../settings/schema";
import { stackClass } from "../registry";
import { asTerraformText } from "../terraform-text";
import { brokenStack } from "./broken-stack";
import { type StackWriter, stackWriter, withoutTokenTraces, withTokenCleanup } from "./cdktf-internals";
import { mistakeLines, type StackMistake } from "./mistake-lines";

export interface SynthesisProps extends Pick<LayerOptions, "ownFiles"> {
  readonly project: Project;
  /** Where `stacks/<id>/cdk.tf.json` are written. */
  readonly outdir: string;
  /** Those of the project's stacks that are built. */
  readonly stacks: readonly StackReference[];
  /** tfvars files that override all others. @default - none */
  readonly settingsFiles?: readonly string[];
  /** Where the traces of unforeseen errors are written. @default ".local/defects" */
  readonly defects?: string;
}

export interface Synthesis {
  /** The ids that were built. */
  readonly built: readonly string[];
  /** One line for each mistake in the stacks that were not, which begins with their ids. */
  readonly mistakes: readonly string[];
  /** The same, each with its parts. */
  readonly details: readonly StackMistake[];
}

/** Builds stacks from their settings and writes Terraform's JSON. A stack with a mistake, or that throws, is left out and reported. */
export async function synthesize(props: SynthesisProps): Promise<Synthesis> {
  const { project, outdir, stacks, settingsFiles: files = [], ownFiles, defects = ".local/defects" } = props;
  const app = new App({ outdir });
  const writer = withTokenCleanup(() => withoutTokenTraces(() => stackWriter(app)));
  const options = { root: project.root, folder: project.folder, files, ownFiles };
  const between = conflicts(project, stacks, options);
  const built: string[] = [];
  const details: StackMistake[] = [];
  for (const stack of stacks) {
    try {
      await buildStack(app, writer, stack, options, between.get(stack) ?? []);
      built.push(stack.id);
    } catch (error) {
      details.push(...brokenStack(stack.id, error, defects));
    }
  }
  writer.finish();
  return { built, mistakes: mistakeLines(details), details };
}

async function buildStack<P extends Platform>(
  app: App,
  writer: StackWriter,
  stack: StackReference<P>,
  options: LayerOptions,
  conflicting: readonly Mistake[],
): Promise<void> {
  const { settings } = loadSettings(stack, options);
  if (conflicting.length > 0) throw new SettingsError(conflicting);
  const Stack = await stackClass(stack.platform);
  const folder = resolve(options.root, options.folder ?? ".");
  withTokenCleanup(() =>
    withoutTokenTraces(() => {
      try {
        writer.write(new Stack(app, stack.id, asTerraformText(settings), folder));
      } finally {
        app.node.tryRemoveChild(stack.id);
      }
    }),
  );
}
