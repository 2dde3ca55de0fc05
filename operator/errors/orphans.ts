import { relative } from "node:path";
import { type PlanOptions, variableArguments } from "../plan/plan";
import { readPlan } from "../plan/plan-file";
import type { PlanJson } from "../plan/plan-json";
import { shellQuote, shellWord } from "../process/shell";
import type { Diagnostic } from "../progress/diagnostic";
import { errorMatches, TerraformError } from "../terraform/diagnostics";
import type { Workspace } from "../terraform/workspace";
import { importId } from "./import-ids";

/** The words with which services report that a name is already in use. */
const exists =
  /AlreadyExists|AlreadyOwnedByYou|BucketAlreadyExists|already exists|AlreadyInUse|Duplicate(?!d)|ResourceInUseException|ResourceConflictException|QueueNameExists|DuplicateRecord|not idempotent/i;

/** The account and region of the stack's own AWS provider, which its settings name. */
function owner({ configuration }: PlanJson): { account?: unknown; region?: unknown } {
  const { allowed_account_ids: accounts, region } = configuration?.provider_config?.["aws"]?.expressions ?? {};
  return { account: [accounts?.constant_value].flat()[0], region: region?.constant_value };
}

/** A resource that exists under its planned name but is not in the state: a killed apply can leave one. */
export interface Orphan {
  readonly address: string;
  /** The id for `terraform import`, if it is known from the name. */
  readonly importId?: string;
}

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
  const plan = await readPlan(workspace);
  return orphans.map((address) => {
    const resource = plan.resource_changes?.find((it) => it.address === address);
    if (!resource?.type) return { address };
    return { address, importId: importId(resource.type, { ...Object(resource.change.after), ...owner(plan) }) };
  });
}

/** Imports the orphans whose import id is known. Returns whether there was one. */
export async function adopt(
  workspace: Workspace,
  orphans: readonly Orphan[],
  { vars = {}, progress }: PlanOptions,
): Promise<boolean> {
  const { id: stack, terraform } = workspace;
  const options = ["-input=false", "-no-color", ...variableArguments(workspace, vars)];
  const known = orphans.filter(({ importId }) => importId !== undefined);
  for (const { address, importId = "" } of known) {
    progress.report({ stack, type: "note", text: `importing ${address} (${importId}), which exists already` });
    await terraform.run(["import", ...options, address, importId]).catch(async (error) => {
      if (!errorMatches(error, /Resource already managed by Terraform/)) throw error;
      // The failed apply has recorded it as tainted. A replacement that is made first would fail for its name.
      await terraform.run(["untaint", "-no-color", address]);
    });
  }
  return known.length > 0;
}

function adviceOn(orphans: readonly Orphan[], { id, dir, env }: Workspace): string {
  const folder = relative(process.cwd(), dir) || ".";
  const terraform = env.TERRAFORM_BINARY_NAME || "terraform";
  const lines = orphans.map(({ address, importId }) =>
    importId
      ? `  ${shellWord(terraform)} -chdir=${shellWord(folder)} import ${shellQuote(address)} ${shellQuote(importId)}`
      : `  ${address}: look up its id and import it, or delete it`,
  );
  const adoptable = orphans.some(({ importId }) => importId !== undefined);
  const how = adoptable
    ? `To adopt them (npm run deploy -- ${id} --adopt runs the imports)`
    : "No name is enough to adopt them";
  return [
    `${orphans.length} resources exist but are not in the state of ${id}, as a killed apply leaves them. ${how}:`,
    ...lines,
    `Resources without a name of their own (networks, keys, certificates) may have been created twice without an error: the first one is not in the state either, and has the tag Stack=${id} as well.`,
  ].join("\n");
}
