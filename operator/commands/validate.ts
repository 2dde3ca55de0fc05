import { type CommonOptions, finish, withProgress } from "../operations/command-output";
import { withSelection } from "../operations/selection";
import { validateStacks } from "../operations/validate";

/** Checks stacks against the schemas of their providers, without a cloud. */
export async function validate(
  patterns: readonly string[],
  { settings: settingsFiles, json }: CommonOptions,
): Promise<void> {
  await withSelection({ patterns, settingsFiles }, async ({ ids, source }) => {
    finish(await withProgress(json, (progress) => validateStacks(ids, { source, progress })), json);
  });
}
