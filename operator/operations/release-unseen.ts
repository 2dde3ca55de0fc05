import { UserError } from "../process/user-error";
import { stackFolder } from "../release/log/names";
import { readOutputs } from "../terraform/outputs";
import type { Workspace } from "../terraform/workspace";

/**
 * What to do where the log of releases cannot be read: a release that shifts users may run, and a command that goes on could take them back.
 * So it is refused, but where nothing is deployed that a release could shift.
 *
 * @param goesOn go on all the same, unless the state shows that users are divided: that needs no log
 * @returns what to say where the command goes on; undefined: nothing
 * @throws {UserError} that says why the log cannot be read, and the way on
 */
export async function unseenRelease(
  workspace: Workspace,
  command: "deploy" | "destroy",
  { message }: Error,
  goesOn: boolean,
): Promise<string | undefined> {
  const { id } = workspace;
  const { release } = await readOutputs(workspace);
  if (!release) return undefined;
  const shares = sharesOf(release);
  const why = `the log of releases could not be read: ${message}`;
  if (shares.length > 0)
    throw new UserError(
      `${command} is refused: ${why}. By the state a release of ${id} has no end yet: ${shares.join(", ")}, expected 0. Who may read the log sees it with npm run release -- ${id} --status`,
    );
  if (goesOn) return `whether a release runs could not be seen: ${message}. By the state none shifts users`;
  throw new UserError(
    `${command} is refused: whether a release of ${id} runs cannot be seen, because ${why}. ` +
      `Expected credentials that may list and read ${stackFolder(id)} in its bucket (s3:ListBucket, s3:GetObject). ` +
      `If you know that none runs: npm run ${command} -- ${id} --release-unseen`,
  );
}

/** The shares of users that new sides have by the state; between releases all are 0. */
function sharesOf(release: unknown): string[] {
  const values = Object.entries(release as Record<string, { readonly value?: unknown } | undefined>);
  return values.flatMap(([name, of]) => {
    const share = Number(of?.value ?? 0);
    return /(^|_)next_percent$/.test(name) && share > 0 ? [`${name} is ${share}`] : [];
  });
}
