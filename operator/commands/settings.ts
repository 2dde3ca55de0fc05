import { type CommonOptions, print } from "../operations/command-output";
import { projectPlace } from "../operations/project";
import { references } from "../operations/selection";
import { MistakesError } from "../process/user-error";

/** Prints every effective value of stacks with the file and line that set it. */
export async function settings(patterns: readonly string[], { settings: files, json }: CommonOptions): Promise<void> {
  const { loadSettings } = await import("../../settings/load.js");
  const { describeSettings } = await import("../../settings/describe.js");
  const { SettingsError } = await import("../../settings/mistake.js");
  const described = (await references(patterns)).map((stack) => {
    const { id } = stack;
    try {
      return { id, ...describeSettings(loadSettings(stack, { ...projectPlace(), files })) };
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      throw new MistakesError(
        error.message,
        error.mistakes.map((mistake) => ({ stack: id, ...mistake })),
      );
    }
  });
  if (json) print(JSON.stringify(Object.fromEntries(described.map((stack) => [stack.id, stack.json]))));
  else for (const { id, lines } of described) print([`# ${id}`, ...lines].join("\n"));
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
