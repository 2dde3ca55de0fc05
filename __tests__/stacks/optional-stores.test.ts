import type { Platform } from "../../settings/schema";
import { type Change, onContainerApps, oneApplication } from "./one-application";

/** A database and a cache are there where the settings have their blocks, and leave no trace where they have not. */

const { build, load } = oneApplication();

const without: Change = { database: null, azure: { database: null } };
const eks: Change = {
  kubernetes: {
    cluster: { kind: "eks" },
    secrets: { store: "aws" },
    platform_services: { "external-secrets": {}, "aws-load-balancer-controller": {} },
  },
};

/** Words of a database and of its service, by cloud. */
const traces = /database|postgres|\brds\b|aws_db_|sqladmin|cloud-?sql|google_sql|aurora|pgaudit|5432/gi;

/**
 * What the network has for stores, whether there is one or not: ranges of subnets cannot change later. And ElastiCache's metric for the
 * memory that is used,
 * and Azure's names for what is in a Redis.
 */
const allowed = [
  /network_database\w*/g,
  /(?<="Name": ")[\w-]*-database[\w-]*/g,
  /database-us-east-1[abc]/g,
  /network\/database[\w-]*/g,
  /default_database|redisEnterprise\/databases/g,
  /DatabaseMemoryUsagePercentage/g,
  /Database subnets of one-dev-cache/g,
];

const places: readonly (readonly [where: string, platform: Platform, change: Change])[] = [
  ["ECS", "aws", {}],
  ["EKS", "aws-eks", {}],
  ["Cloud Run", "gcp", {}],
  ["Container Instances", "azure", {}],
  ["Container Apps", "azure", onContainerApps],
  ["any cluster", "kubernetes", {}],
  ["a cluster on EKS", "kubernetes", eks],
];

describe.each(places)("an application on %s", (_, platform, own) => {
  test.each<[string, Change]>([
    ["with a cache", { cache: {} }],
    ["without a cache", {}],
  ])("%s is built without a database, of which no word is left", async (_name, cache) => {
    const { text, mistakes } = await build(platform, merged(without, own, cache));
    expect(mistakes).toEqual([]);
    const rest = allowed.reduce((left, pattern) => left.replaceAll(pattern, ""), text);
    expect(rest.split("\n").filter((line) => line.match(traces))).toEqual([]);
  });

  test("has no cache where the settings have none", async () => {
    const { text, mistakes } = await build(platform, merged(own, platform === "aws-eks" ? withReader : {}));
    expect(mistakes).toEqual([]);
    expect(text).not.toMatch(/CACHE_HOST|cache_host|redis-credentials|elasticache|google_memorystore|redisEnterprise/i);
    expect(text).toMatch(traces);
  });
});

/** Aurora's high availability is a reader. */
const withReader: Change = { database: { version: "16.4", replicas: 1 } };

test("a cache alone is reached by the pods of a cluster on EKS", async () => {
  const cluster = await build("aws-eks", merged(without, { cache: {} }));
  expect(cluster.text).toMatch(/cache_host/);
  const { text } = await build("kubernetes", merged(without, eks, { cache: {} }));
  expect(text).toMatch(/redis-credentials/);
  expect(text).toMatch(/CACHE_HOST/);
});

test.each<[string, Platform, Change, readonly string[]]>([
  ["a protected stack", "gcp", { protected: true }, []],
  [
    "a secret of a database",
    "kubernetes",
    { kubernetes: { secrets: { database_secret: "one/database" } } },
    ["kubernetes.secrets.database_secret"],
  ],
  ["a cluster without the network of stores", "kubernetes", { kubernetes: { network_cidr: null } }, []],
])("the rules of a database and %s", (_, platform, change, expected) => {
  const result = load(platform, merged(without, change));
  expect("error" in result ? result.error.mistakes.map(({ path }) => path) : []).toEqual(expected);
});

test("a network without internet needs the endpoint of Secrets Manager only for secrets", () => {
  const endpoints = ["ecr.api", "ecr.dkr", "logs", "ssm", "xray"];
  const closed = { aws: { network: { nat_gateways: "none", endpoints } } };
  const paths = (change: Change) => {
    const result = load("aws", merged(closed, change));
    return "error" in result
      ? result.error.mistakes.map(({ expected }) => expected).filter((text) => /secret/i.test(text))
      : [];
  };
  expect(paths(without)).toEqual([]);
  expect(paths({})).not.toEqual([]);
});

function merged(first: Change, ...others: readonly Change[]): Change {
  const all: Record<string, unknown> = { ...first };
  for (const [key, value] of others.flatMap((other) => Object.entries(other))) {
    all[key] = isObject(all[key]) && isObject(value) ? merged(all[key], value) : value;
  }
  return all;
}

function isObject(value: unknown): value is Change {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
