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
  const texts = new Map<string, string>();
  for (const { address, summary, detail = "" } of errors) {
    const text = `${summary}\n${detail}`;
    if (address !== undefined && exists.test(text)) texts.set(address, text);
  }
  if (texts.size === 0) return [];
  const refused = [...texts].map(([address, text]) => ({ address, text }));
  return lookUp(workspace.id, refused, await readPlan(workspace));
}

/** What says whose a resource is, on the cloud of these. */
const markOf = (orphans: readonly Orphan[]) =>
  orphans.some(({ address }) => address.startsWith("google_")) ? "label stack" : "tag Stack";

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
    `Resources without a name of their own (networks, keys, certificates, alerts) may have been created twice without an error: the first one is not in the state either, and has the ${markOf(orphans)}=${id} as well.`,
  ].join("\n");
}
