import { type Placed, placedProjects, platforms } from "./every-platform";
import { nameLimits } from "./name-limits";
import type { StackJson } from "./synthesized";

/** One system on any two platforms, and two systems on any one, live in one environment and account. */

const make = placedProjects();

/** What `name` a system gets on a platform where it is on another of AWS already. */
const part = (platform: string) => (platform === "kubernetes" ? "eks" : platform.replace(/^aws-/, ""));

const isOnAws = (platform: string) => platform.startsWith("aws");

/** A system on platforms, with the names that a user is advised to give: each of AWS but the first has its own; `kubernetes` has that of its cluster. */
function placed(system: string, on: readonly string[]): Placed[] {
  const [first] = on.filter(isOnAws);
  const nameOf = (platform: string) =>
    isOnAws(platform) && platform !== first ? `${system}-${part(platform)}` : undefined;
  const cluster = on.includes("aws-eks") ? system : undefined;
  return on.map((platform) => ({
    system,
    platform,
    name: nameOf(platform === "kubernetes" && cluster ? "aws-eks" : platform),
    clusterOf: platform === "kubernetes" ? cluster : undefined,
  }));
}

/** Names that are unique within a parent, which has a name of ours, or a hash in its name. */
const withinOthers = [
  "aws_elasticache_user.user_name", // Its user group.
  "aws_service_discovery_service.name", // Its namespace.
  "azurerm_monitor_diagnostic_setting.name", // What it observes.
  "azurerm_private_dns_zone.name", // Its resource group.
];

/** A name with the id of another resource of the stack in it. */
const hasId = (name: string) => /\$\{aws_\w+\.[\w-]+\.id\}/.test(name);

/** Every physical name of a stack, with what it must be unique within: a cluster and its namespace, or the account. */
function namesOf(stack: StackJson): string[] {
  const cluster = JSON.stringify(stack.data?.["aws_eks_cluster"] ?? stack.provider["kubernetes"] ?? "");
  const resolved = (namespace = "") => {
    const [, id] = /^\$\{kubernetes_namespace_v1\.([\w-]+)\./.exec(namespace) ?? [];
    const made = id && (stack.resource["kubernetes_namespace_v1"]?.[id]?.["metadata"] as { name: string });
    return made ? made.name : namespace;
  };
  return Object.entries(stack.resource).flatMap(([type, named]) =>
    Object.values(named).flatMap((body) => {
      const metadata = body["metadata"] as { name?: string; namespace?: string } | undefined;
      const texts: [key: string, value: unknown][] = [...Object.entries(body), ["metadata.name", metadata?.name]];
      const namespace = resolved(metadata?.namespace ?? (body["namespace"] as string | undefined));
      const scope = /^(kubernetes|helm)_/.test(type) ? `${cluster} ${namespace} ` : "";
      return texts
        .filter(([key]) => nameLimits.has(`${type}.${key}`) && !withinOthers.includes(`${type}.${key}`))
        .filter((entry): entry is [string, string] => typeof entry[1] === "string" && !entry[1].startsWith("${"))
        .filter(([, name]) => !hasId(name))
        .map(([key, name]) => `${scope}${type}.${key} ${name}`);
    }),
  );
}

function equalNames(stacks: Iterable<readonly [owner: string, stack: StackJson]>): string[] {
  const owners = new Map<string, string>();
  const equal: string[] = [];
  for (const [owner, stack] of stacks) {
    for (const name of new Set(namesOf(stack))) {
      const other = owners.get(name);
      if (other) equal.push(`${name}: ${other}, ${owner}`);
      owners.set(name, owner);
    }
  }
  return equal;
}

/** The stack of a system on a platform, alone in its project. */
async function built(placedThere: Placed): Promise<StackJson> {
  const [stack] = (await make([placedThere]).build()).values();
  return stack as StackJson;
}

const pairs = platforms.flatMap((one, index) =>
  platforms.slice(index + 1).map((other): [string, string] => [one, other]),
);

test("two systems on every platform have no name in common, parameter paths included", async () => {
  const made = make([...placed("shop", platforms), ...placed("cart", platforms)]);
  expect(made.conflicts()).toEqual([]);
  const stacks = await made.build();
  expect(equalNames(stacks)).toEqual([]);
  for (const stack of stacks.values()) expect(namesOf(stack).length).toBeGreaterThan(20);
  expect(namesOf(stacks.get("cart aws") as StackJson)).toContainEqual(
    expect.stringMatching(/^aws_ssm_parameter\.name \/cart\/dev\//),
  );
});

describe("one system on two platforms", () => {
  const unnamed = new Map<string, StackJson>();
  const named = new Map<string, StackJson>();
  beforeAll(async () => {
    for (const platform of platforms) unnamed.set(platform, await built({ system: "shop", platform }));
    for (const platform of platforms.filter(isOnAws)) {
      named.set(platform, await built({ system: "shop", platform, name: `shop-${part(platform)}` }));
    }
  });

  test.each(pairs)("%s and %s have no name in common, whichever has a `name` of its own", (one, other) => {
    for (const on of [
      [one, other],
      [other, one],
    ]) {
      expect(make(placed("shop", on)).conflicts()).toEqual([]);
      const stacks = placed("shop", on)
        .filter(({ clusterOf }) => clusterOf === undefined) // The first test has a cluster and what runs on it.
        .map(({ platform, name }) => [platform, (name ? named : unnamed).get(platform) as StackJson] as const);
      expect(equalNames(stacks)).toEqual([]);
    }
  });

  test.each(pairs.filter((pair) => pair.every(isOnAws)))("%s and %s are refused without one", (one, other) => {
    const stacks = [one, other].map((platform) => [platform, unnamed.get(platform) as StackJson] as const);
    expect(equalNames(stacks)).not.toEqual([]);
    const both = [one, other].map((platform) => ({ system: "shop", platform }));
    expect(make(both).conflicts().join("\n")).toContain("names that begin with shop-dev in account 111111111111");
  });
});

test("two systems share a cluster that one of them brings", async () => {
  const [cart] = placed("cart", ["kubernetes"]);
  const made = make([...placed("shop", ["aws-eks", "kubernetes"]), { ...(cart as Placed), clusterOf: "shop" }]);
  expect(made.conflicts()).toEqual([]);
  expect(equalNames(await made.build())).toEqual([]);
});

test("a system with the name that another has on a platform is refused", () => {
  const made = make([...placed("shop", ["aws", "aws-eks"]), ...placed("shop-eks", ["aws-serverless"])]);
  expect(made.conflicts().join("\n")).toContain("names that begin with shop-eks-dev in account 111111111111");
});
