import { type CommonOptions, print } from "../operations/command-output";
import { projectPlace } from "../operations/project";
import { references } from "../operations/selection";
import { MistakesError } from "../process/user-error";

/**
 * Prints every effective value of stacks with the file and line that set it.
 * @throws {MistakesError} after what could be read: a stack with a mistake is left out, and each mistake is one line with the stacks it concerns
 */
export async function settings(patterns: readonly string[], { settings: files, json }: CommonOptions): Promise<void> {
  const { loadSettings } = await import("../../settings/load.js");
  const { describeSettings } = await import("../../settings/describe.js");
  const { SettingsError } = await import("../../settings/mistake.js");
  const { mistakeLines } = await import("../../stacks/synthesis/mistake-lines.js");
  const described = [];
  const mistakes = [];
  for (const stack of await references(patterns)) {
    const { id } = stack;
    try {
      described.push({ id, ...describeSettings(loadSettings(stack, { ...projectPlace(), files })) });
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      mistakes.push(...error.mistakes.map((mistake) => ({ stack: id, ...mistake })));
    }
  }
  if (json && mistakes.length === 0) {
    print(JSON.stringify(Object.fromEntries(described.map((stack) => [stack.id, stack.json]))));
  }
  if (!json) for (const { id, lines } of described) print([`# ${id}`, ...lines].join("\n"));
  if (mistakes.length > 0) throw new MistakesError(mistakeLines(mistakes).join("\n"), mistakes);
}

/** Prints the JSON Schema of a tfvars file. */
export async function settingsSchema(): Promise<void> {
  const { settingsJsonSchema } = await import("../../settings/json-schema.js");
  print(JSON.stringify(settingsJsonSchema(), null, 2));
}

/** Writes the reference page of every setting. */
export async function settingsReference({ json }: { json?: boolean }): Promise<void> {
  const { writeFileSync } = await import("node:fs");
  const { settingsReference: page } = await import("../../settings/reference.js");
  writeFileSync("docs/settings.md", page());
  if (json) print(JSON.stringify({ file: "docs/settings.md" }));
}
