import type { Claim } from "./claim";
import { at, flagAt, placeOf, type StackView, textAt } from "./view";

/** Which cluster a `kubernetes` stack is deployed to. */
export function clusterOf(view: StackView): string {
  const { environment, system } = view.stack;
  const keys = ["kind", "name", "project", "location", "subscription_id", "resource_group", "path", "context"];
  const named = keys.map((key) => textAt(view, `cluster.${key}`)).filter(Boolean);
  const isOfSystem = textAt(view, "cluster.kind") === "eks" && textAt(view, "cluster.name") === undefined;
  return isOfSystem ? `of ${textAt(view, "cluster.system") ?? system} in ${environment}` : named.join(" ");
}

/** The services that a `kubernetes` stack brings to its cluster. */
export function serviceClaims(view: StackView): Claim[] {
  const services = view.stack.platform === "kubernetes" ? at(view, "platform_services") : undefined;
  if (services?.kind !== "object") return [];
  const brought = [...services.entries.keys()]
    .map((name) => ({ name, path: `platform_services.${name}` }))
    .filter(({ path }) => at(view, path) !== undefined && flagAt(view, `${path}.enabled`, true));
  return brought.map(({ name, path }) => ({
    key: `service ${clusterOf(view)} ${name}`,
    place: placeOf(view, path),
    what: `${name} on the cluster ${clusterOf(view)}`,
    expected: "enabled = false in all but one stack of the cluster",
  }));
}

/** The ClusterIssuer that a `kubernetes` stack makes. It belongs to the cluster, and so does its release. */
export function issuerClaims(view: StackView): Claim[] {
  const path = "ingress.issuer";
  if (view.stack.platform !== "kubernetes" || at(view, path)?.kind !== "object") return [];
  // By default it is named after the system and the environment.
  const name = textAt(view, `${path}.name`);
  if (name === undefined) return [];
  return [
    {
      key: `issuer ${clusterOf(view)} ${name}`,
      place: placeOf(view, path),
      what: `the issuer ${name} on the cluster ${clusterOf(view)}`,
      expected: "an issuer with a name of its own in each stack of the cluster",
    },
  ];
}
