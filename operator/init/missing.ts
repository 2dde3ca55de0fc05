import { isAws } from "../../settings/rule";
import { UserError } from "../process/user-error";
import { needsCluster, tenantOf } from "./files/environments";
import { type Answers, valueFor } from "./model/answers";
import { valueAt } from "./model/existing";
import type { Plan } from "./model/plan";

/** Something that a deploy would act on, and that was not said. */
export interface Missing {
  /** The option that says it. */
  readonly option: string;
  readonly what: string;
}

/** A file that is there stays: what it lacks for the new stacks, only its owner can add. */
export function refuseIncomplete({ answers, existing, environments, systems }: Plan): void {
  const lacking: string[] = [];
  for (const environment of environments.filter((name) => existing.environments.has(name))) {
    const platforms = new Set(systems.flatMap((system) => system.platforms));
    const has = (path: string) =>
      valueAt(existing.environments.get(environment), path) ?? valueAt(existing.environments.get("base"), path);
    const lines = [
      ...([...platforms].some(isAws) && !has("account_id")
        ? [`account_id = "${valueFor(answers.account, environment) ?? "<12 digits>"}"`, "account = {}"]
        : []),
      ...(platforms.has("gcp") && !has("gcp.project")
        ? [
            `gcp = { project = "${valueFor(answers.project, environment)?.split("/")[0] ?? "<id>"}", project_number = "<number>" }`,
          ]
        : []),
      ...(platforms.has("azure") && !has("azure.subscription_id")
        ? [
            `azure = { subscription_id = "${valueFor(answers.subscription, environment) ?? "<id>"}", tenant_id = "${answers.tenant ?? "<id>"}", suffix = "<1 to 4 letters>" }`,
          ]
        : []),
      ...(needsCluster({ systems }) && !has("kubernetes.cluster.kind")
        ? ['kubernetes = { cluster = { kind = "kubeconfig", context = "<context>" } }']
        : []),
    ];
    if (lines.length > 0) lacking.push(`environments/${environment}.tfvars:`, ...lines.map((line) => `  ${line}`));
  }
  if (lacking.length > 0) {
    throw new UserError(
      `what is there stays as it is: add these lines yourself, then run it again. Nothing was written\n${lacking.join("\n")}`,
    );
  }
}

/** What no one may invent, and what is not known for the environments without a file. */
export function missingIn({ answers, existing, environments, systems }: Plan, addsEnvironment: boolean): Missing[] {
  const platforms = new Set(systems.flatMap((system) => system.platforms));
  const missing: Missing[] = [];
  const need = (isThere: unknown, option: string, what: string) => {
    if (!isThere) missing.push({ option, what });
  };
  if (!addsEnvironment) {
    need(
      systems.every(({ name }) => name !== ""),
      "--system <name>",
      "name of the system: 2 to 24 lower-case letters, digits and hyphens",
    );
    need(answers.platforms.length > 0, "--platforms <names>", "platforms, such as gcp,aws");
  }
  need(environments.length > 0, "--environments <names>", "environments, such as dev,prod");
  const fresh = environments.filter((name) => !existing.environments.has(name));
  if (fresh.length > 0)
    need(answers.state, "--state s3", "where state is kept: s3, or hcp:<organization> for HCP Terraform");
  const hasAccount = answers.state?.kind === "s3" || [...answers.platforms, ...platforms].some(isAws);
  for (const environment of fresh) {
    const each = (values: Answers["account"], flag: string, what: string) =>
      need(valueFor(values, environment), `--${flag} ${environment}=<id>`, `${what} of ${environment}`);
    if (hasAccount) each(answers.account, "account", "AWS account (12 digits)");
    if (platforms.has("gcp")) each(answers.project, "project", "Google Cloud project");
    if (platforms.has("azure")) each(answers.subscription, "subscription", "Azure subscription");
  }
  if (fresh.length > 0 && platforms.has("azure")) {
    need(answers.tenant ?? tenantOf(existing.environments), "--tenant <id>", "Entra tenant of the subscriptions");
  }
  if (!existing.environments.has("base"))
    need(answers.emails.length > 0, "--email <address>", "address that alerts are sent to");
  return missing;
}
