import { App } from "cdktf";
import { loadSettings } from "../../settings/load";
import { type Mistake, SettingsError } from "../../settings/mistake";
import type { Platform } from "../../settings/schema";
import { type StackReference, stackClass } from "../registry";
import { asTerraformText } from "../terraform-text";
import { type StackWriter, stackWriter, withoutTokenTraces, withTokenCleanup } from "./cdktf-internals";

export interface SynthesisProps {
  /** The project's folder, which holds `environments/`. */
  readonly root: string;
  /** Where `stacks/<id>/cdk.tf.json` are written. */
  readonly outdir: string;
  readonly stacks: readonly StackReference[];
  /** tfvars files that override all others. @default - none */
  readonly settingsFiles?: readonly string[];
}

export interface Synthesis {
  /** The ids that were built. */
  readonly built: readonly string[];
  /** One line for each mistake in the settings of the stacks that were not. */
  readonly mistakes: readonly string[];
  /** The same, each with its parts. */
  readonly details: readonly StackMistake[];
}

/** A mistake in the settings of a stack. */
export type StackMistake = Mistake & { readonly stack: string };

/** Builds stacks from their settings and writes Terraform's JSON. A stack with a mistake is left out and reported. */
export async function synthesize({ root, outdir, stacks, settingsFiles = [] }: SynthesisProps): Promise<Synthesis> {
  const app = new App({ outdir });
  const writer = withTokenCleanup(() => withoutTokenTraces(() => stackWriter(app)));
  const built: string[] = [];
  const mistakes: string[] = [];
  const details: StackMistake[] = [];
  for (const stack of stacks) {
    try {
      await buildStack(app, writer, stack, root, settingsFiles);
      built.push(stack.id);
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      mistakes.push(...error.message.split("\n"));
      details.push(...error.mistakes.map((mistake) => ({ stack: stack.id, ...mistake })));
    }
  }
  writer.finish();
  return { built, mistakes, details };
}

async function buildStack<P extends Platform>(
  app: App,
  writer: StackWriter,
  { id, platform, environment }: StackReference<P>,
  root: string,
  files: readonly string[],
): Promise<void> {
  const { settings } = loadSettings(platform, environment, { root, files });
  const Stack = await stackClass(platform);
  withTokenCleanup(() =>
    withoutTokenTraces(() => {
      try {
        writer.write(new Stack(app, id, asTerraformText(settings)));
      } finally {
        app.node.tryRemoveChild(id);
      }
    }),
  );
}
