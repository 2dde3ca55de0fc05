import type { Found } from "../application/found";
import { hasFunctions, type SystemPlatform } from "../model/answers";
import type { PlannedSystem } from "../model/plan";
import { block, type Entry, entry } from "./hcl";
import { databaseName, physicalName } from "./names";

/** The code that a platform of functions begins with. */
export interface Code {
  /** Folder of the project, such as functions/shop. */
  readonly folder: string;
  /** What a build does, where the code has one. */
  readonly buildspec?: string;
}

export const blockName = (platform: string): string => platform.replaceAll("-", "_");

/** What each platform's block holds for all environments: name, code, what the platform cannot do without. */
export function platformBase(system: PlannedSystem, found: Found, code: ReadonlyMap<string, Code>): Entry[] {
  const { name, platforms } = system;
  return platforms.flatMap((platform) => {
    const own = physicalName(name, platform, platforms);
    return block(blockName(platform), [
      ...entry("name", own),
      ...(hasFunctions(platform) ? entry("code", code.get(platform)?.folder) : []),
      ...particular(platform, system, found, code.get(platform)),
    ]);
  });
}

function particular(platform: SystemPlatform, system: PlannedSystem, found: Found, code?: Code): Entry[] {
  switch (platform) {
    case "aws":
    case "gcp":
      return tasks(found);
    case "azure":
      return [
        ...azureService(found),
        ...block("vault", vault()),
        ...(found.database ? block("database", administrators()) : []),
      ];
    case "aws-eks":
      return eksBase(system, found);
    case "kubernetes":
      return kubernetesBase(system);
    case "aws-codebuild":
      return codebuildBase(code);
    default:
      return [];
  }
}

function tasks({ tasks: found }: Found): Entry[] {
  const entries = Object.entries(found).flatMap(([name, command]) => entry(name, { command }));
  return entries.length > 0 ? block("service", block("tasks", entries)) : [];
}

/** Container Instances replace the image's ENTRYPOINT with a component's command, and give the address of a secret instead of its value. */
function azureService({ components, secrets }: Found): Entry[] {
  const parts = Object.values(components);
  const edit = "the ENTRYPOINT of your images, [] where they have none";
  const hasSecret = secrets.length > 0 || parts.some((part) => part.secrets.length > 0);
  return block("service", [
    ...(parts.some(({ command }) => command) ? entry("entrypoint", [], { edit }) : []),
    ...(hasSecret ? entry("vault_addresses", true) : []),
  ]);
}

/** A range for documentation stands for the user's own. */
function vault(): Entry[] {
  const edit = "public address ranges from which you and your pipeline deploy";
  return entry("allowed_cidrs", ["203.0.113.0/24"], { edit });
}

/** An Entra group: only people sign in as administrators, and there is no password. */
function administrators(): Entry[] {
  const edit = "object id and name of the Entra group of your database administrators";
  const team = { object_id: "00000000-0000-4000-8000-000000000000", name: "database-administrators" };
  return entry("administrators", { team }, { edit });
}

function eksBase({ name }: PlannedSystem, found: Found): Entry[] {
  const addons = ["aws-ebs-csi-driver", "coredns", "eks-pod-identity-agent", "kube-proxy", "metrics-server", "vpc-cni"];
  const configuration = { defaultStorageClass: { enabled: true } };
  return [
    ...block(
      "cluster",
      block(
        "addons",
        addons.flatMap((it) => entry(it, it === "aws-ebs-csi-driver" ? { configuration } : {})),
      ),
    ),
    ...block("node_groups", entry("main", { instance_types: ["m6i.large", "m5.large"], labels: { tier: "main" } })),
    ...(found.database ? [] : entry("database", { size: "medium", name: databaseName(name) })),
    ...(found.cache ? [] : entry("cache", { size: "small" })),
  ];
}

/** Services that a cluster needs, and that the first system on it brings. */
export const services = ["cert-manager", "envoy-gateway", "kube-prometheus-stack"];

function kubernetesBase({ platforms }: PlannedSystem): Entry[] {
  const isOnEks = platforms.includes("aws-eks");
  const all = [...services, ...(isOnEks ? ["aws-load-balancer-controller", "external-secrets"] : [])].sort();
  const brought = all.flatMap((it) => entry(it, {}));
  const edit = "the range of database and cache, which pods may reach";
  return [
    ...(isOnEks ? entry("cluster", { kind: "eks" }) : []),
    ...(isOnEks ? [] : entry("network_cidr", "10.0.0.0/8", { edit })),
    ...(isOnEks ? [] : entry("secrets", { store: "none" })),
    ...block("platform_services", brought),
  ];
}

function codebuildBase(code: Code | undefined): Entry[] {
  const secrets = {
    GITHUB_TOKEN: "github-token",
    GIT_USERNAME: "git-credentials#username",
    GIT_PASSWORD: "git-credentials#password",
  };
  return block(
    "projects",
    block("worker", [
      ...entry("description", "Does one work item: clones, works, tests, opens a pull request"),
      ...entry("source", { buildspec: code?.buildspec ?? "buildspec.yml" }),
      ...entry("secrets", secrets),
    ]),
  );
}
