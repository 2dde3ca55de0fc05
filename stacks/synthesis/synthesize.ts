import { App } from "cdktf";
import { loadSettings } from "../../settings/load";
import type { Platform } from "../../settings/schema";
import { type StackReference, stackClass } from "../registry";
import { asTerraformText } from "../terraform-text";
import { brokenStack } from "./broken-stack";
import { type StackWriter, stackWriter, withoutTokenTraces, withTokenCleanup } from "./cdktf-internals";
import { mistakeLines, type StackMistake } from "./mistake-lines";

export interface SynthesisProps {
  /** The project's folder, which holds `environments/`. */
  readonly root: string;
  /** Where `stacks/<id>/cdk.tf.json` are written. */
  readonly outdir: string;
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
  const { root, outdir, stacks, settingsFiles = [], defects = ".local/defects" } = props;
  const app = new App({ outdir });
  const writer = withTokenCleanup(() => withoutTokenTraces(() => stackWriter(app)));
  const built: string[] = [];
  const details: StackMistake[] = [];
  for (const stack of stacks) {
    try {
      await buildStack(app, writer, stack, root, settingsFiles);
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
