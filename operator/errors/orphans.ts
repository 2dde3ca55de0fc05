import { relative } from "node:path";
import { readPlan } from "../plan/plan-file";
import { shellQuote, shellWord } from "../process/shell";
import type { Diagnostic } from "../progress/diagnostic";
import { TerraformError } from "../terraform/diagnostics";
import type { Workspace } from "../terraform/workspace";
import { lookUp, type Orphan } from "./look-up";

/** The words with which services report that a name, or a place in something else, is already in use. */
const exists =
  /AlreadyExists|AlreadyOwnedByYou|already exists|already (been associated|has (this name|an internet gateway)|a conflicting)|AlreadyInUse|AlreadyAssociated|already associated|currently in use|Subnet\.Conflict|Duplicate(?!d)|ResourceInUseException|ResourceConflictException|QueueNameExists|not idempotent/i;

/** An apply failed because resources exist that are not in the state. */
export class OrphansError extends TerraformError {
  constructor(
    { command, diagnostics }: TerraformError,
    readonly orphans: readonly Orphan[],
    workspace: Workspace,
  ) {
    super(command, diagnostics, adviceOn(orphans, workspace));
  }
}

/** Finds the orphans that the errors of an apply name. Its plan must still exist. */
export async function findOrphans(workspace: Workspace, errors: readonly Diagnostic[]): Promise<Orphan[]> {
  const addresses = errors
    .filter(({ summary, detail }) => exists.test(`${summary}\n${detail ?? ""}`))
    .map((it) => it.address);
  const orphans = [...new Set(addresses.filter((address) => address !== undefined))];
  if (orphans.length === 0) return [];
  return lookUp(workspace.id, orphans, await readPlan(workspace));
}

function adviceOn(orphans: readonly Orphan[], { id, dir, env }: Workspace): string {
  const folder = relative(process.cwd(), dir) || ".";
  const terraform = env.TERRAFORM_BINARY_NAME || "terraform";
  const lines = orphans.map(({ address, importId, hint }) =>
    importId
      ? `  ${shellWord(terraform)} -chdir=${shellWord(folder)} import ${shellQuote(address)} ${shellQuote(importId)}`
      : `  ${address}: ${hint ?? "look up its id and import it, or delete it"}`,
  );
  const adoptable = orphans.some(({ importId }) => importId !== undefined);
  const how = adoptable
    ? `To adopt them (npm run deploy -- ${id} --adopt runs the imports)`
    : "None of them can be adopted";
  return [
    `${orphans.length} resources exist but are not in the state of ${id}, as a killed apply leaves them. ${how}:`,
    ...lines,
    `Resources without a name of their own (networks, keys, certificates) may have been created twice without an error: the first one is not in the state either, and has the tag Stack=${id} as well.`,
  ].join("\n");
}
