import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { planFile, readPlan } from "../plan/plan-file";
import { UserError } from "../process/user-error";
import type { Workspace } from "../terraform/workspace";
import { checkovEnvironment, checkPlan, type Report } from "./checkov";
import { covers, type Exception, type FailedCheck, readExceptions } from "./exceptions";

export interface GateProps {
  /** The checkout, in which checkov is installed. */
  readonly root: string;
  /** The folder of the project: its `policy.md` may have exceptions of its own. */
  readonly project: string;
  /** The platform of a stack: exceptions of this checkout's modules hold in every environment. */
  readonly platformOf: (id: string) => string;
  /** @default - checkov */
  readonly check?: (file: string) => Promise<Report>;
}

/** A plan is refused with more findings than these listed by name. */
const mostListed = 20;

/**
 * Makes a check of plans by checkov, before one is approved or handed over.
 *
 * A finding that is known has a row with its reason: in `docs/security.md` for what the modules of this checkout do (the row of
 * `aws-prod` holds for every stack of its platform), or in the project's `policy.md` (stacks by id or pattern). Everything else refuses the
 * plan. The plan's JSON may hold secrets: it is written for its owner only, and removed.
 *
 * @throws {UserError} which lists what was found
 */
export function policyGate({ root, project, platformOf, check }: GateProps): (workspace: Workspace) => Promise<void> {
  const own = readExceptions(readFileSync(join(root, "docs", "security.md"), "utf8"));
  const page = join(project, "policy.md");
  const more = existsSync(page) ? readExceptions(readFileSync(page, "utf8")) : [];
  const run = check ?? ((file: string) => checkPlan(checkovEnvironment(root), file));
  return async (workspace) => {
    const { id } = workspace;
    const { failed } = await onPlan(workspace, run);
    const findings = failed.filter((one) => !isKnown(one, id, platformOf, own, more));
    if (findings.length > 0) throw new UserError(refusal(id, findings));
  };
}

async function onPlan(workspace: Workspace, run: (file: string) => Promise<Report>): Promise<Report> {
  const folder = mkdtempSync(workspace.path("policy-"));
  try {
    const file = join(folder, "plan.json");
    writeFileSync(file, JSON.stringify(await readPlan(workspace, planFile)), { mode: 0o600 });
    return await run(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isKnown(
  found: FailedCheck,
  id: string,
  platformOf: (id: string) => string,
  own: readonly Exception[],
  more: readonly Exception[],
): boolean {
  const ofPlatform = (exception: Exception) => ({
    ...exception,
    // The page names the examples of production: account-prod, aws-prod, gcp-prod …
    stacks: exception.stacks.some((stack) => stack === `${platformOf(id)}-prod`) ? [id] : [],
  });
  return own.some((one) => covers(ofPlatform(one), id, found)) || more.some((one) => covers(one, id, found));
}

function refusal(id: string, findings: readonly FailedCheck[]): string {
  const lines = findings
    .slice(0, mostListed)
    .map(({ id: check, address, title }) => `  ${check}  ${address}${title ? `: ${title}` : ""}`);
  const rest = findings.length > mostListed ? [`  and ${findings.length - mostListed} more`] : [];
  return [
    `the plan is refused by --policy: ${findings.length} findings of checkov without a reason`,
    ...lines,
    ...rest,
    `Correct them, or give the reason in policy.md of the project: | \`<check>\` | what it wants | \`${id}\` | \`<address>\` | <reason> |`,
  ].join("\n");
}
