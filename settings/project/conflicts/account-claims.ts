import type { Claim } from "./claim";
import { flagAt, placeOf, type StackView, textAt } from "./view";

/** What an account, a project or a subscription has once, unless a setting says that another stack makes it. */
export function onceClaims(view: StackView): Claim[] {
  const once = (owner: string, path: string): Claim[] =>
    flagAt(view, path, true)
      ? [
          {
            key: `once ${owner} ${path}`,
            place: placeOf(view, path),
            what: `${path} of ${owner}`,
            expected: "false in all but one stack",
          },
        ]
      : [];
  switch (view.stack.platform) {
    case "account": {
      if (!flagAt(view, "owns_account", true)) return [];
      const account = `account ${textAt(view, "account_id")}`;
      const region = `${account} in ${textAt(view, "region") ?? "its region"}`;
      return [
        ...["github_oidc", "public_access_block", "audit_trail.enabled"].flatMap((path) => once(account, path)),
        ...["owns_account", "api_gateway_log_role", "ebs_encryption"].flatMap((path) => once(region, path)),
      ];
    }
    case "gcp":
      return once(`project ${textAt(view, "project")}`, "audit.enabled");
    case "azure":
      return once(`subscription ${textAt(view, "subscription_id")}`, "audit.enabled");
    default:
      return [];
  }
}

/** A budget that the settings name; its name is unique in its account. */
export function budgetClaims(view: StackView): Claim[] {
  const name = textAt(view, "budget.name");
  if (name === undefined) return [];
  const account = textAt(view, "account_id");
  return [
    {
      key: `budget ${account} ${name}`,
      place: placeOf(view, "budget.name"),
      what: `the budget ${name} of account ${account}`,
      expected: "another name",
    },
  ];
}

/** The environment of a repository whose jobs may take a stack's deploy role. */
export function deployClaims(view: StackView): Claim[] {
  const { id, environment: own, system } = view.stack;
  const repository = textAt(view, "deploy.repository");
  if (repository === undefined) return [];
  const environment = textAt(view, "deploy.github_environment") ?? own;
  return [
    {
      key: `deploy ${textAt(view, "account_id")} ${repository} ${environment}`,
      place: placeOf(view, "deploy.repository"),
      what: `the environment ${environment} of ${repository}, whose jobs could take both roles`,
      expected: `deploy.github_environment = "${id}"`,
      sharedWith: (other) => other.stack.system === system,
    },
  ];
}
