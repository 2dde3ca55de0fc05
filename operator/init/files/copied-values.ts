import type { Place } from "../model/place";
import type { PlannedSystem } from "../model/plan";
import type { Value } from "./hcl";
import { blockName, type Code } from "./platform-base";

/** A file of a shipped system that is copied, with what the copy puts in its place. */
export interface Copied {
  readonly example: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** The values of the shipped system's base. */
  readonly base: Readonly<Record<string, unknown>>;
  readonly system: PlannedSystem;
  readonly code: ReadonlyMap<string, Code>;
  readonly repository?: string;
  readonly emails: readonly string[];
  /** Absent for the base, which belongs to no environment. */
  readonly place?: Place;
}

/** An object id that no group has. */
export const nobody = "00000000-0000-4000-8000-000000000000";

export type Values = { readonly [key: string]: Value };

export const isValues = (value: Value | undefined): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Keys whose values name accounts, domains, networks and addresses. `undefined`: the copy has none. */
export function changedValue(key: string, path: readonly string[], value: Value, copied: Copied): Value | undefined {
  const { system, emails, repository, place } = copied;
  const platform = system.platforms.find((it) => blockName(it) === path[0]);
  const domain = platform && place?.domains.get(platform)?.name;
  const own = repository ?? `your-org/${system.name}`;
  const inSite = ["site", "api"].includes(path.at(-2) ?? "");
  switch (key) {
    case "zone_id":
    case "dns_zone":
    case "failover":
    case "content_security_policy":
    case "smtp":
    case "subnets":
    case "deploy":
    case "pipelines":
    // It leads through environments, which a copy has of its own.
    case "pipeline":
    case "pipeline_environments":
    case "pipeline_tests":
      return undefined;
    case "budget":
      // Google's names a billing account.
      if (platform === "gcp" || !isValues(value)) return undefined;
      return "emails" in value ? { ...without(value, "name"), emails: [...emails] } : undefined;
    case "domain":
      return inSite ? undefined : (domain ?? value);
    case "host":
      return path.at(-2) === "ingress" ? (domain ?? value) : value;
    case "domains":
      return domain ? [domain] : value;
    case "email":
      return emails[0] ?? value;
    case "critical":
    case "warning":
      return path.at(-2) === "notifications" ? [...emails] : value;
    case "cidr":
      return place && path.at(-2) === "network" ? place.networks.next() : value;
    case "github":
      return isValues(value) && repository ? { ...value, repository } : undefined;
    case "repository":
      return path.at(-2) === "gitops" ? `https://github.com/${own}-gitops.git` : own;
    case "repositories":
      return [own];
    case "object_id":
      return nobody;
    case "server":
      return path.at(-2) === "vault" ? `https://vault.${system.name}.example` : value;
    default:
      return value;
  }
}

const without = (values: Values, key: string): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));
