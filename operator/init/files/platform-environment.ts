import { isProduction, type SystemPlatform } from "../model/answers";
import type { Domain, Place } from "../model/place";
import type { PlannedSystem } from "../model/plan";
import { block, type Entry, entry, stackBlock } from "./hcl";
import { blockName } from "./platform-base";
import { quota } from "./quota";
import { secretEntries } from "./secrets";

/** The platform's block in the system's file of an environment: it makes the stack. */
export function platformEnvironment(platform: SystemPlatform, system: PlannedSystem, place: Place): Entry[] {
  const entries = [...secretEntries(platform, system, place), ...particular(platform, system, place)];
  return stackBlock(blockName(platform), entries);
}

function particular(platform: SystemPlatform, system: PlannedSystem, place: Place): Entry[] {
  const production = isProduction(place.environment);
  const domain = place.domains.get(platform);
  const edit = domain?.edit;
  switch (platform) {
    case "aws":
      return [
        ...entry("network", awsNetwork(place)),
        ...entry("load_balancer", { domain: domain?.name ?? "", create_zone: true }, { edit }),
        ...entry("deploy", place.deploy(platform)),
        ...(production || !place.found.database
          ? []
          : entry("database", { performance_insights_days: 0, monitoring_seconds: 0 })),
      ];
    case "aws-eks":
      return eks(place, production, domain);
    case "aws-codebuild":
      return [
        ...entry("network", { cidr: place.networks.next() }),
        ...(production ? [] : entry("poller", { schedule: "rate(5 minutes)", max_starts: 2 })),
        ...entry("deploy", place.deploy(platform)),
      ];
    case "gcp":
      return [
        ...entry("network", { cidr: place.networks.next() }),
        ...entry("load_balancer", { domains: [domain?.name ?? ""] }, { edit }),
        ...(production ? [] : entry("customer_managed_keys", false)),
        ...entry("deploy", place.deploy(platform)),
        ...entry("pipelines", place.pipelines(platform)),
        ...audit(place, "gcp"),
      ];
    case "azure":
      return [
        ...entry("network", { cidr: place.networks.next() }),
        ...entry("load_balancer", { domain: domain?.name ?? "", certificate: system.name }, { edit }),
        ...(production ? [] : entry("artifacts", { redundancy: "LRS" })),
        ...(production || !place.found.database ? [] : entry("database", { geo_redundant_backups: false })),
        ...entry("deploy", place.deploy(platform)),
        ...entry("pipelines", place.pipelines(platform)),
        ...audit(place, "azure"),
      ];
    case "kubernetes":
      return [
        ...entry(
          "ingress",
          { host: domain?.name ?? "", ...(place.email && { issuer: { email: place.email } }) },
          { edit },
        ),
        ...entry("namespace", { quota: quota(place.environment, place.found) }),
        ...block(
          "platform_services",
          place.broughtByOthers.flatMap((it) => entry(it, { enabled: false })),
          {
            comment: "Another system brings these to the cluster.",
          },
        ),
      ];
    case "aws-serverless":
    case "aws-websocket":
      return entry("deploy", place.deploy(platform));
    default:
      return [];
  }
}

function awsNetwork({ networks, environment, zones }: Place) {
  const range = { cidr: networks.next() };
  if (!isProduction(environment)) return { ...range, zone_count: 2, nat_gateways: "one" };
  return zones < 3 ? { ...range, zone_count: 2 } : range;
}

function eks(place: Place, production: boolean, domain?: Domain): Entry[] {
  const edit = "the IAM role with which you administer the cluster";
  const admin = `arn:aws:iam::${place.accountId}:role/cluster-admin`;
  const nodes = production ? { min: 3, max: 10, desired: 3 } : { min: 2, max: 4, desired: 2 };
  return [
    ...entry("network", awsNetwork(place)),
    ...entry("cluster", { admins: { team: admin } }, { edit: place.environment === "local" ? undefined : edit }),
    ...entry("node_groups", { main: nodes }),
    ...entry("database", {
      size: "medium",
      replicas: production ? 1 : 0,
      ...(production
        ? {}
        : { high_availability: false, protected: false, performance_insights_days: 0, monitoring_seconds: 0 }),
    }),
    ...(production ? [] : entry("cache", { nodes: 1, snapshot_days: 0 })),
    ...entry("load_balancer", { domain: domain?.name ?? "", create_zone: true }, { edit: domain?.edit }),
    ...entry("deploy", place.deploy("aws-eks")),
  ];
}

function audit({ isAudited }: Place, platform: SystemPlatform): Entry[] {
  return isAudited(platform) ? entry("audit", { enabled: false }) : [];
}
