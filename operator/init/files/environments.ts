import { isAws } from "../../../settings/rule";
import { defaultRegion, isProduction, local, valueFor } from "../model/answers";
import { valueAt } from "../model/existing";
import type { Plan, PlannedFile } from "../model/plan";
import { pipelinesOf } from "./deploy";
import { block, type Entry, entry, tfvars } from "./hcl";
import { azureSuffix } from "./names";
import { pipelines } from "./pipelines";
import { localFile, regionFile } from "./shared-files";

/** The files of `environments/` that are not there yet: where stacks are. */
export function environmentFiles(plan: Plan): PlannedFile[] {
  const { existing, environments, hasLocal } = plan;
  const names = [...environments, ...(hasLocal ? [local] : [])];
  const files = names
    .filter((name) => !existing.environments.has(name))
    .map((name) => ({
      path: `environments/${name}.tfvars`,
      text: name === local ? localFile() : environmentFile(plan, name),
    }));
  const used = new Set(names.map((name) => (name === local ? defaultRegion : regionOf(plan, name))));
  const regionFiles = [...used].map((name) => ({
    path: `environments/regions/${name}.tfvars`,
    text: regionFile(name),
  }));
  const base = { path: "environments/base.tfvars", text: baseFile(plan) };
  return [base, ...files, ...regionFiles].filter(({ path }) => !existing.files.has(path));
}

/** The AWS region of an environment; it names those of the other clouds, too. */
export function regionOf({ answers, existing }: Plan, environment: string): string {
  const own = valueAt(existing.environments.get(environment), "region");
  return own ?? valueFor(answers.region, environment) ?? defaultRegion;
}

function baseFile({ answers: { emails } }: Plan): string {
  const title = "Where systems are: values of all environments and all systems. systems/ says what runs there.";
  const addresses = { critical: [...emails], warning: [...emails] };
  const comment = "Addresses that alerts are sent to: critical ones at any hour.";
  return tfvars(title, emails.length > 0 ? entry("notifications", addresses, { comment }) : []);
}

function environmentFile(plan: Plan, environment: string): string {
  const { answers, systems, existing } = plan;
  const { account, state } = answers;
  const platforms = new Set(systems.flatMap((system) => system.platforms));
  const production = isProduction(environment);
  const hasAccount = state?.kind === "s3" || [...answers.platforms, ...platforms].some(isAws);
  const accountId = hasAccount ? valueFor(account, environment) : undefined;
  const title = production
    ? `${environment}: serves users. Stacks are protected: a change is confirmed by typing the stack's id.`
    : `${environment}: small, without real data. Everything in it can be destroyed.`;
  return tfvars(title, [
    ...entry("account_id", accountId),
    ...entry("region", regionOf(plan, environment)),
    ...entry("data_class", production ? "real" : "synthetic"),
    ...entry("protected", production),
    ...(hasAccount && pipelinesOf(plan) ? entry("role_boundary", true) : []),
    ...entry("log_days", production ? 365 : 7),
    ...stateEntries(plan),
    ...(hasAccount ? accountEntries(plan, environment, accountId) : []),
    ...(platforms.has("gcp") ? googleEntries(plan, environment) : []),
    ...(platforms.has("azure") ? azureEntries(plan, environment, existing.text) : []),
    ...(needsCluster(plan) ? clusterEntries(environment) : []),
  ]);
}

function stateEntries({ answers: { state } }: Plan): Entry[] {
  if (state?.kind !== "hcp") return [];
  const comment = "HCP Terraform keeps the states.";
  return entry("state", { cloud: { organization: state.organization } }, { comment });
}

/** What an account has once is made by one of the environments that share it. */
function accountEntries(plan: Plan, environment: string, accountId: string | undefined): Entry[] {
  const region = regionOf(plan, environment);
  const earlier = plan.environments.slice(0, plan.environments.indexOf(environment));
  const isShared =
    earlier.some((other) => valueFor(plan.answers.account, other) === accountId && regionOf(plan, other) === region) ||
    [...plan.existing.environments.values()].some(
      (values) =>
        valueAt(values, "account_id") === accountId && (valueAt(values, "region") ?? defaultRegion) === region,
    );
  const isInOtherRegion =
    !isShared &&
    (earlier.some((other) => valueFor(plan.answers.account, other) === accountId) ||
      [...plan.existing.environments.values()].some((values) => valueAt(values, "account_id") === accountId));
  const once = { github_oidc: false, public_access_block: false, audit_trail: { enabled: false } };
  const own = { ...(isShared && { owns_account: false }), ...(isInOtherRegion && once) };
  const comment = isShared
    ? "The account's own stack. Another environment of the account makes what it has once."
    : "The account's own stack: bucket and lock of the states, and what an account has once.";
  return entry("account", { ...own, ...pipelines(plan) }, { comment });
}

function googleEntries({ answers }: Plan, environment: string): Entry[] {
  const [id = "", number] = (valueFor(answers.project, environment) ?? "").split("/");
  const ask = `gcloud projects describe ${id} --format='value(projectNumber)'`;
  const edit = number ? undefined : `the project's number: ${ask}`;
  return block("gcp", [...entry("project", id), ...entry("project_number", number ?? "0", { edit })]);
}

function azureEntries({ answers, existing }: Plan, environment: string, text: string): Entry[] {
  const subscription = valueFor(answers.subscription, environment);
  const tenant = answers.tenant ?? tenantOf(existing.environments);
  return block("azure", [
    ...entry("subscription_id", subscription),
    ...entry("tenant_id", tenant),
    ...entry("suffix", azureSuffix(`${subscription}/${environment}`, text)),
  ]);
}

/** The tenant that the other environments name. */
export function tenantOf(environments: ReadonlyMap<string, Readonly<Record<string, unknown>>>): string | undefined {
  return [...environments.values()].map((values) => valueAt(values, "azure.tenant_id")).find(Boolean);
}

/** Whether a system runs on a cluster that none of its own stacks makes. */
export function needsCluster({ systems }: Pick<Plan, "systems">): boolean {
  return systems.some(({ platforms }) => platforms.includes("kubernetes") && !platforms.includes("aws-eks"));
}

function clusterEntries(environment: string): Entry[] {
  const edit = "the context of your kubeconfig: kubectl config get-contexts";
  return block(
    "kubernetes",
    block("cluster", [...entry("kind", "kubeconfig"), ...entry("context", environment, { edit })]),
  );
}
