import { isAws } from "../../rule";
import { accountName } from "../../schema/names";
import { budgetClaims, deployClaims, onceClaims } from "./account-claims";
import type { Claim } from "./claim";
import { clusterOf, issuerClaims, serviceClaims } from "./cluster-claims";
import { placeOf, type StackView, textAt } from "./view";
import { zoneUses } from "./zones";

/** Everything that a stack claims for itself. */
export function claimsOf(view: StackView): Claim[] {
  const all = [idClaims, nameClaims, domainClaims, onceClaims, budgetClaims, deployClaims, serviceClaims, issuerClaims];
  return all.flatMap((claims) => claims(view));
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
  if (isAws(platform)) return owner("account", "account_id");
  if (platform === "gcp") return owner("project", "project");
  if (platform === "azure") return [...owner("subscription", "subscription_id"), ...owner("suffix", "suffix")];
  return [`cluster ${clusterOf(view)}`];
}

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

function domainClaims(view: StackView): Claim[] {
  const role = textAt(view, "load_balancer.failover");
  return zoneUses(view).map(({ zone, domain, place }) => ({
    key: `domain ${zone} ${domain}`,
    place,
    what: `the domain ${domain} of zone ${zone}`,
    expected: "another domain, or one stack as failover primary and one as secondary",
    sharedWith: (other: StackView) => {
      const roles = [role, textAt(other, "load_balancer.failover")];
      const isPair = roles.includes("primary") && roles.includes("secondary");
      return isPair || (view.stack.system !== undefined && other.stack.system === view.stack.system);
    },
  }));
}
