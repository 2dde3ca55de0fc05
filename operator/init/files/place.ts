import type { Found } from "../application/found";
import { defaultRegion, local, localAccount, type SystemPlatform, valueFor } from "../model/answers";
import { platformsOf, valueAt } from "../model/existing";
import type { Networks } from "../model/networks";
import type { Place } from "../model/place";
import type { Plan, PlannedSystem } from "../model/plan";
import { zonesOf } from "../model/regions";
import { deployOf, federatedPipelines } from "./deploy";
import { domainIn, domainsOf } from "./domains";
import { regionOf } from "./environments";
import { services } from "./platform-base";

/** What the files of an environment are written from. */
export interface PlaceInputs {
  readonly environment: string;
  readonly found: Found;
  readonly networks: Networks;
}

/** Where a system runs in one environment, from the answers and from what is there. */
export function placeOf(plan: Plan, system: PlannedSystem, { environment, found, networks }: PlaceInputs): Place {
  const { answers, existing } = plan;
  const isLocal = environment === local;
  const region = isLocal ? defaultRegion : regionOf(plan, environment);
  const values = existing.environments.get(environment);
  const domain = answers.domain ?? domainIn(existing, system.name);
  return {
    environment,
    region,
    accountId: isLocal ? localAccount : (valueAt(values, "account_id") ?? valueFor(answers.account, environment)),
    project: valueAt(values, "gcp.project") ?? valueFor(answers.project, environment)?.split("/")[0],
    zones: zonesOf(region).length,
    networks,
    domains: domainsOf(
      system.name,
      system.platforms,
      environment,
      isLocal ? (domain ?? `${system.name}.example`) : domain,
    ),
    found,
    email: answers.emails[0] ?? addressIn(plan),
    deploy: (platform) => (isLocal ? undefined : deployOf(plan, system, environment, platform)),
    pipelines: (platform) => federatedPipelines(plan, system, environment, platform),
    broughtByOthers: broughtByOthers(plan, system, environment),
    isAudited: (platform) => isAudited(plan, system, environment, platform),
  };
}

/** An address that the project names already. */
function addressIn({ existing }: Plan): string | undefined {
  return /"([^"@\s]+@[^"@\s]+\.[^"@\s]+)"/.exec(existing.text)?.[1];
}

/** Whether another stack records the audit logs of the same project or subscription: the first to be written does. */
function isAudited(plan: Plan, { name }: PlannedSystem, environment: string, platform: SystemPlatform): boolean {
  const key = platform === "gcp" ? "gcp.project" : "azure.subscription_id";
  const given = platform === "gcp" ? plan.answers.project : plan.answers.subscription;
  const owner = (of: string) => valueAt(plan.existing.environments.get(of), key) ?? valueFor(given, of)?.split("/")[0];
  const own = owner(environment);
  const isThere = [...plan.existing.systems].some(([, files]) =>
    [...files].some(([file, values]) => file !== "base" && platform in values && owner(file) === own),
  );
  const before = plan.environments.slice(0, plan.environments.indexOf(environment));
  const systems = plan.systems.slice(
    0,
    plan.systems.findIndex((it) => it.name === name),
  );
  return (
    isThere ||
    before.some((other) => owner(other) === own) ||
    systems.some(({ platforms }) => platforms.includes(platform))
  );
}

/** The services that another system brings to the cluster of the environment: its first system brings them. */
function broughtByOthers(plan: Plan, system: PlannedSystem, environment: string): string[] {
  const isOnCluster = (platforms: readonly string[]) =>
    platforms.includes("kubernetes") && !platforms.includes("aws-eks");
  if (!isOnCluster(system.platforms)) return [];
  const there = [...plan.existing.systems.keys()].filter((name) =>
    isOnCluster(platformsOf(plan.existing, name, environment)),
  );
  const before = plan.systems.slice(
    0,
    plan.systems.findIndex(({ name }) => name === system.name),
  );
  const first = [...there, ...before.filter(({ platforms }) => isOnCluster(platforms)).map(({ name }) => name)].filter(
    (name) => name !== system.name,
  );
  if (first.length === 0) return [];
  const base = plan.existing.systems.get(system.name)?.get("base");
  const own = (base?.kubernetes as { platform_services?: object } | undefined)?.platform_services;
  return own ? Object.keys(own) : [...services];
}
