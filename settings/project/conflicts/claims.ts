import type { Place } from "../../hcl/node";
import { at, flagAt, placeOf, type StackView, textAt } from "./view";

/** Something that only one stack may have. */
export interface Claim {
  /** Equal for stacks that claim the same thing. */
  readonly key: string;
  readonly place: Place;
  /** What it is, such as `the domain shop.example.com`. */
  readonly what: string;
  /** What to do. */
  readonly expected: string;
  /** Another stack that may share it. @default - none */
  readonly sharedWith?: (other: StackView) => boolean;
}

const awsPlatforms = ["account", "aws", "aws-eks", "aws-serverless", "aws-websocket", "aws-codebuild"];

/** Everything that a stack claims for itself. */
export function claimsOf(view: StackView): Claim[] {
  return [...idClaims(view), ...nameClaims(view), ...domainClaims(view), ...onceClaims(view), ...otherClaims(view)];
}

function idClaims({ stack, own }: StackView): Claim[] {
  const expected = "another `stack` in one of the systems' base.tfvars, or another environment's name";
  return [{ key: `id ${stack.id}`, place: own, what: `the id ${stack.id}`, expected }];
}

/** The account, project, subscription, suffix or cluster in which a stack's physical names are unique. */
function ownersOf(view: StackView): string[] {
  const { platform } = view.stack;
  const owner = (kind: string, path: string) => {
    const value = textAt(view, path);
    return value === undefined ? [] : [`${kind} ${value}`];
  };
  if (awsPlatforms.includes(platform)) return owner("account", "account_id");
  if (platform === "gcp") return owner("project", "project");
  if (platform === "azure") return [...owner("subscription", "subscription_id"), ...owner("suffix", "suffix")];
  return [`cluster ${clusterOf(view)}`];
}

/** First part of the names of `account` stacks, which belong to no system. */
const accountName = "multicloud";

function nameClaims(view: StackView): Claim[] {
  const { stack } = view;
  const name = stack.system === undefined ? accountName : (textAt(view, "name") ?? stack.system);
  const prefix = `${name}-${stack.environment}`;
  return ownersOf(view).map((owner) => ({
    key: `names ${owner} ${prefix}`,
    place: placeOf(view, "name"),
    what: `names that begin with ${prefix} in ${owner}`,
    expected: "another `name` in the platform's block of one system's base.tfvars",
  }));
}

/** The domain names of each platform, and the zone that holds their records. */
const domains: readonly (readonly [domain: string, zone: string])[] = [
  ["load_balancer.domain", "load_balancer.zone_id"],
  ["load_balancer.domain", "load_balancer.dns_zone.name"],
  ["load_balancer.domains", "load_balancer.dns_zone"],
  ["site.domain", "site.zone_id"],
  ["api.domain", "api.zone_id"],
  ["ingress.host", "ingress.issuer.zone_id"],
];

function domainClaims(view: StackView): Claim[] {
  const role = textAt(view, "load_balancer.failover");
  return domains.flatMap(([path, zonePath]) => {
    const zone = textAt(view, zonePath);
    const node = at(view, path);
    if (zone === undefined || node === undefined) return [];
    return (node.kind === "list" ? node.items : [node]).flatMap((item) => {
      if (item.kind !== "scalar") return [];
      return {
        key: `domain ${zone} ${item.value}`,
        place: item.place,
        what: `the domain ${item.value} of zone ${zone}`,
        expected: "another domain, or one stack as failover primary and one as secondary",
        sharedWith: (other: StackView) => {
          const roles = [role, textAt(other, "load_balancer.failover")];
          const isPair = roles.includes("primary") && roles.includes("secondary");
          return isPair || (view.stack.system !== undefined && other.stack.system === view.stack.system);
        },
      };
    });
  });
}

/** What an account, a project or a subscription has once, unless a setting says that another stack makes it. */
function onceClaims(view: StackView): Claim[] {
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

/** Which cluster a `kubernetes` stack is deployed to. */
function clusterOf(view: StackView): string {
  const { environment, system } = view.stack;
  const keys = ["kind", "name", "project", "location", "subscription_id", "resource_group", "path", "context"];
  const named = keys.map((key) => textAt(view, `cluster.${key}`)).filter(Boolean);
  const isOfSystem = textAt(view, "cluster.kind") === "eks" && textAt(view, "cluster.name") === undefined;
  return isOfSystem ? `of ${textAt(view, "cluster.system") ?? system} in ${environment}` : named.join(" ");
}

function otherClaims(view: StackView): Claim[] {
  const { platform, system } = view.stack;
  const claims: Claim[] = [];
  const budget = textAt(view, "budget.name");
  if (budget !== undefined) {
    claims.push({
      key: `budget ${textAt(view, "account_id")} ${budget}`,
      place: placeOf(view, "budget.name"),
      what: `the budget ${budget} of account ${textAt(view, "account_id")}`,
      expected: "another name",
    });
  }
  const repository = textAt(view, "deploy.repository");
  if (repository !== undefined) {
    const environment = textAt(view, "deploy.github_environment") ?? view.stack.environment;
    claims.push({
      key: `deploy ${textAt(view, "account_id")} ${repository} ${environment}`,
      place: placeOf(view, "deploy.repository"),
      what: `the environment ${environment} of ${repository}, whose jobs could take both roles`,
      expected: `deploy.github_environment = "${view.stack.id}"`,
      sharedWith: (other) => other.stack.system === system,
    });
  }
  const services = platform === "kubernetes" ? at(view, "platform_services") : undefined;
  for (const name of services?.kind === "object" ? services.entries.keys() : []) {
    const path = `platform_services.${name}`;
    if (at(view, path) === undefined || !flagAt(view, `${path}.enabled`, true)) continue;
    claims.push({
      key: `service ${clusterOf(view)} ${name}`,
      place: placeOf(view, path),
      what: `${name} on the cluster ${clusterOf(view)}`,
      expected: "enabled = false in all but one stack of the cluster",
    });
  }
  return claims;
}
