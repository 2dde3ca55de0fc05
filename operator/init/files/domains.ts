import { isProduction, type SystemPlatform } from "../model/answers";
import { type ExistingProject, valueAt } from "../model/existing";
import type { Domain } from "../model/place";

/** The part of a domain name by which platforms of one system differ. */
const labels: readonly (readonly [SystemPlatform, string])[] = [
  ["aws", "aws"],
  ["aws-eks", "eks"],
  ["gcp", "gcp"],
  ["azure", "azure"],
  ["kubernetes", "kubernetes"],
];

/**
 * The domain name of each platform: the first has the application's own, others have theirs below it; so has an environment that is not
 * production. A workload on the system's own EKS cluster answers to the cluster's load balancer.
 */
export function domainsOf(
  system: string,
  platforms: readonly SystemPlatform[],
  environment: string,
  domain: string | undefined,
): ReadonlyMap<SystemPlatform, Domain> {
  const edit = domain === undefined ? "the domain name of the application" : undefined;
  const own = domain ?? `${system}.example`;
  const name = ["prod", "production"].includes(environment) ? own : `${environment}.${own}`;
  const isOnEks = platforms.includes("aws-eks");
  const used = labels.filter(([it]) => platforms.includes(it) && !(it === "kubernetes" && isOnEks));
  const domains = new Map(
    used.map(([platform, label], at) => [platform, { name: at === 0 ? name : `${label}.${name}`, edit }]),
  );
  const eks = domains.get("aws-eks");
  return isOnEks && eks ? domains.set("kubernetes", { ...eks, edit: undefined }) : domains;
}

/** The domain of a system that is there already, from the files of its environments. */
export function domainIn({ systems }: ExistingProject, system: string): string | undefined {
  const files = [...(systems.get(system) ?? [])].filter(([name]) => name !== "base" && name !== "local");
  const paths = [
    "aws.load_balancer.domain",
    "aws_eks.load_balancer.domain",
    "azure.load_balancer.domain",
    "kubernetes.ingress.host",
  ];
  for (const [environment, values] of files.sort(([a], [b]) => Number(isProduction(b)) - Number(isProduction(a)))) {
    const gcp = (values.gcp as { load_balancer?: { domains?: unknown } } | undefined)?.load_balancer?.domains;
    const found = [
      ...paths.map((path) => valueAt(values, path)),
      Array.isArray(gcp) ? String(gcp[0]) : undefined,
    ].filter((it) => it !== undefined);
    const [shortest] = found.sort((a, b) => a.length - b.length);
    if (shortest) return shortest.startsWith(`${environment}.`) ? shortest.slice(environment.length + 1) : shortest;
  }
  return undefined;
}
