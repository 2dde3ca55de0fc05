import { givenVariables } from "../plan/late-bound";
import type { PlanOptions } from "../plan/plan";
import { stackTagOf } from "../plan/stack-tag";
import { UserError } from "../process/user-error";
import { recordingWriter } from "../states/record-writer";
import { errorMatches } from "../terraform/diagnostics";
import { readJson } from "../terraform/json-output";
import type { Workspace } from "../terraform/workspace";
import type { Orphan } from "./look-up";

/**
 * Imports the orphans whose import id is known. Returns whether there was one.
 * @throws {UserError} when one has the tag of another stack; it is taken out of the state again
 */
export function adopt(workspace: Workspace, orphans: readonly Orphan[], options: PlanOptions): Promise<boolean> {
  return recordingWriter(workspace, "deploy --adopt", options.progress, () =>
    importOrphans(workspace, orphans, options),
  );
}

async function importOrphans(
  workspace: Workspace,
  orphans: readonly Orphan[],
  { vars = {}, progress }: PlanOptions,
): Promise<boolean> {
  const { id: stack, terraform } = workspace;
  const note = (text: string) => progress.report({ stack, type: "note", text });
  const options = ["-input=false", "-no-color", ...givenVariables(workspace, vars)];
  const taken: string[] = [];
  let recorded = false;
  for (const { address, importId } of orphans) {
    if (importId === undefined) continue;
    note(`importing ${address} (${importId}), which exists already`);
    try {
      await terraform.run(["import", ...options, address, importId]);
      taken.push(address);
    } catch (error) {
      if (!errorMatches(error, /Resource already managed by Terraform/)) throw error;
      // The failed apply has recorded it as tainted. A replacement that is made first would fail for its name.
      recorded = (await untaint(workspace, address)) || recorded;
    }
  }
  if (taken.length > 0) await checkOwner(workspace, taken, note);
  for (const { address, remake } of orphans) {
    if (remake && taken.includes(address)) await terraform.run(["taint", "-no-color", address]);
  }
  return taken.length > 0 || recorded;
}

/** Takes the mark of an unfinished resource away. Returns whether it was tainted. */
export async function untaint({ terraform }: Workspace, address: string): Promise<boolean> {
  try {
    await terraform.run(["untaint", "-no-color", address]);
    return true;
  } catch (error) {
    if (errorMatches(error, /instance is not tainted/)) return false;
    throw error;
  }
}

interface StateJson {
  readonly values?: { readonly root_module?: { readonly resources?: readonly StateResource[] } };
}

interface StateResource {
  readonly address: string;
  readonly values?: object;
}

/** What carries another stack's tag is not this stack's; what carries none may be. */
async function checkOwner(
  { id, terraform }: Workspace,
  addresses: readonly string[],
  note: (text: string) => void,
): Promise<void> {
  const { values } = readJson("show", await terraform.run(["show", "-json", "-no-color"])) as StateJson;
  const resources = values?.root_module?.resources ?? [];
  const ownerOf = (address: string) => stackTagOf(resources.find((it) => it.address === address)?.values);
  const unknown = addresses.filter((address) => !ownerOf(address));
  if (unknown.length > 0) note(`no tag or label Stack says whose these are: ${unknown.join(", ")}`);
  const foreign = addresses.filter((address) => ownerOf(address) && ownerOf(address) !== id);
  if (foreign.length === 0) return;
  await terraform.run(["state", "rm", "-no-color", ...foreign]);
  const mark = (address: string) => (address.startsWith("google_") ? "label stack" : "tag Stack");
  const lines = foreign.map((address) => `  ${address}: ${mark(address)}=${ownerOf(address)}`);
  throw new UserError(
    [`${foreign.length} resources have the names of ${id}, but belong to other stacks. Nothing of them was changed:`]
      .concat(lines, "Choose another name in the settings, or destroy the other stack first.")
      .join("\n"),
  );
}
