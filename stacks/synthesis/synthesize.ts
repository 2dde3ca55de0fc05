import { App, type TerraformStack } from "cdktf";
import { loadSettings } from "../../settings/load";
import { SettingsError } from "../../settings/mistake";
import type { Platform } from "../../settings/schema";
import { type StackReference, stackClass } from "../registry";
import { passConstantsOn } from "./terraform-json";

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
}

/** Builds stacks from their settings and writes Terraform's JSON. A stack with a mistake is left out and reported. */
export async function synthesize({ root, outdir, stacks, settingsFiles = [] }: SynthesisProps): Promise<Synthesis> {
  const app = new App({ outdir });
  const built: string[] = [];
  const mistakes: string[] = [];
  for (const stack of stacks) {
    try {
      await buildStack(app, stack, root, settingsFiles);
      built.push(stack.id);
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      mistakes.push(...error.message.split("\n"));
    }
  }
  app.manifest.writeToFile();
  return { built, mistakes };
}

async function buildStack<P extends Platform>(
  app: App,
  { id, platform, environment }: StackReference<P>,
  root: string,
  files: readonly string[],
): Promise<void> {
  const { settings } = loadSettings(platform, environment, { root, files });
  const Stack = await stackClass(platform);
  withoutTokenTraces(() =>
    forgettingTokens(() => {
      write(app, new Stack(app, id, settings));
      app.node.tryRemoveChild(id);
    }),
  );
}

/**
 * As `app.synth()` writes a stack, but for its first pass, which resolves every token once more to find those of other stacks:
 * no stack uses another's (a policy test sees to it), and the pass takes a third of the time.
 */
function write({ outdir, manifest }: App, stack: TerraformStack): void {
  passConstantsOn(stack);
  stack.synthesizer.synthesize({ outdir, manifest });
}

/** cdktf's tokens by what stands for them in texts and numbers: one for the process, whichever copies of cdktf it has. */
declare global {
  var __cdktfTokenMap: { readonly stringTokenMap: Map<string, unknown>; readonly numberTokenMap: Map<number, unknown> };
}

/** cdktf keeps every token until the process ends, and each token its stack: 1 to 2 MiB. No stack needs those of another. */
function forgettingTokens<T>(work: () => T): T {
  const { stringTokenMap, numberTokenMap } = globalThis.__cdktfTokenMap;
  const maps: readonly Map<unknown, unknown>[] = [stringTokenMap, numberTokenMap];
  const kept = maps.map(({ size }) => size);
  try {
    return work();
  } finally {
    maps.forEach((map, index) => {
      for (const key of [...map.keys()].slice(kept[index])) map.delete(key);
    });
  }
}

/**
 * cdktf captures a stack trace for each token, which takes a sixth of the time and half of the memory, and which nobody
 * reads. Errors that are thrown have their own.
 */
function withoutTokenTraces<T>(work: () => T): T {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => {};
  try {
    return work();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
