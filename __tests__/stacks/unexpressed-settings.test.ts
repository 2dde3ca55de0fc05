import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Platform, settingsSchema } from "../../settings/schema";
import { type Change, onContainerApps, oneApplication } from "./one-application";
import { type Leaf, sharedLeaves } from "./shared-leaves";
import { silentChanges } from "./silent-changes";
import { root } from "./synthesized";

/** Every shared setting changes every platform's stack, is refused there, or has a row in docs/clouds.md: nothing is dropped in silence. */

const { build, load } = oneApplication();

const cache = { cache: {} };
const components = {
  worker: { cpu: 2, memory_mib: 4096, replicas: { min: 1, max: 2 } },
  web: {
    cpu: 2,
    memory_mib: 4096,
    replicas: { min: 1, max: 2 },
    route: {
      paths: ["/web/*"],
      health: { live: { path: "/alive" }, ready: { path: "/answers" }, startup: { path: "/started", failures: 7 } },
    },
  },
};
const jobs = { namespace: "one", metric: "Jobs", target: 5 };
const application = { application: { components, targets: { custom: { jobs } } }, ...cache };

/** A cluster whose secrets, logs and alerts are taken care of. */
const operated = {
  secrets: { store: "aws", database_secret: "one/database", role_arn: "arn:aws:iam::111111111111:role/secrets" },
  platform_services: { "external-secrets": {}, "log-shipping": {} },
  monitoring: {
    smtp: { host: "mail.example.com:587", from: "a@example.com", username: "a", password_secret: "smtp/password" },
  },
};

/** What the settings of one-application.ts lack for a platform, or for a shared setting to have something to change. */
const platforms: readonly (readonly [where: string, platform: Platform, own: Change])[] = [
  ["account", "account", {}],
  ["aws", "aws", application],
  ["aws-eks", "aws-eks", { ...application, database: { version: "16.4", replicas: 1 } }],
  ["aws-serverless", "aws-serverless", {}],
  ["aws-websocket", "aws-websocket", {}],
  ["aws-codebuild", "aws-codebuild", {}],
  ["gcp", "gcp", application],
  ["azure, Container Instances", "azure", application],
  ["azure, Container Apps", "azure", { ...onContainerApps, application: { components }, ...cache }],
  ["kubernetes, outside EKS", "kubernetes", { ...application, kubernetes: operated }],
];

/** The rows of docs/clouds.md: a pattern of keys, and where they have no effect. */
const rows = readFileSync(join(root, "docs", "clouds.md"), "utf8")
  .split("## Shared settings without an effect")[1]
  ?.matchAll(/^\| ([^|]+) \| ([^|]+) \| [^|]+ \|$/gm);
const documented = [...(rows ?? [])]
  .slice(1)
  .flatMap(([, keys = "", where = ""]) =>
    [...keys.matchAll(/`([^`]+)`/g)].flatMap(([, key = ""]) => where.split("; ").map((one) => ({ key, where: one }))),
  );

const remedy = (platform: Platform) =>
  `pass it to a module in stacks/${platform}/, refuse it in a rule, or add a row to "Shared settings without an effect" in docs/clouds.md`;

describe.each(platforms)("%s", (where, platform, own) => {
  const notes = documented.filter((row) => where === row.where || where.startsWith(`${row.where},`));
  const isDocumented = (key: string) => notes.some((row) => matches(row.key, key));

  const taken = Object.keys(settingsSchema.platforms[platform].schema.shape);
  const dropped = Object.keys(settingsSchema.shared).filter((key) => !taken.includes(key));

  test("takes every block at the top of the settings, but for those in the table", () => {
    expect(
      dropped.filter((key) => !isDocumented(key)).map((key) => `${where} drops ${key}: ${remedy(platform)}`),
    ).toEqual([]);
  });

  test("expresses every shared setting or refuses it, but for those in the table", async () => {
    const plain = load(platform, own);
    if ("error" in plain) throw plain.error;
    const leaves = sharedLeaves(platform, plain.settings);
    const isValid = (some: readonly Leaf[]) => !("error" in load(platform, combined(own, some)));
    // A switch that is off would hide what the others change.
    const together: Leaf[] = [];
    const addValid = (some: readonly Leaf[]): void => {
      if (isValid([...together, ...some])) together.push(...some);
      else if (some.length > 1)
        for (const half of [some.slice(0, some.length >> 1), some.slice(some.length >> 1)]) addValid(half);
    };
    addValid(leaves.filter(({ key }) => !key.endsWith(".enabled")));
    const alone = leaves.filter((leaf) => !together.includes(leaf) && !isRefused(leaf));
    const silent = await silentChanges({
      together,
      alone,
      isExpected: ({ key }) => isDocumented(key),
      build: async (some) => (await build(platform, combined(own, some)).catch(() => undefined))?.text || undefined,
    });
    const keys = silent.map(({ key }) => key);
    expect(keys.filter((key) => !isDocumented(key)).map((key) => `${where} drops ${key}: ${remedy(platform)}`)).toEqual(
      [],
    );

    const effective = leaves.map(({ key }) => key).filter((key) => !keys.includes(key));
    const outdated = notes.filter(
      (row) =>
        effective.some((key) => matches(row.key, key)) || ![...keys, ...dropped].some((key) => matches(row.key, key)),
    );
    expect(outdated.map(({ key }) => `the row of ${key} in docs/clouds.md is no longer true for ${where}`)).toEqual([]);
  });

  /** Whether a rule refuses the change. What the schema itself refuses is no valid change, and a fault of this test. */
  function isRefused({ key, change }: Leaf): boolean {
    const result = load(platform, merge(own, change));
    if (!("error" in result)) return false;
    const wrong = result.error.mistakes.filter(({ problem }) =>
      /^(wrong|missing|unknown|too|no settings)/.test(problem),
    );
    if (wrong.length > 0) throw new Error(`${key}: no valid change of this setting is known (${result.error.message})`);
    return true;
  }
});

test("the table names platforms that exist", () => {
  const places = platforms.flatMap(([where]) => [where, where.split(",")[0]]);
  expect(documented.filter((row) => !places.includes(row.where))).toEqual([]);
  expect(documented.length).toBeGreaterThan(10);
});

function combined(own: Change, leaves: readonly Leaf[]): Change {
  return leaves.reduce((sum, { change }) => merge(sum, change), own);
}

function merge(lower: Change, upper: Change): Change {
  const both = (a: unknown, b: unknown): unknown =>
    [a, b].every((it) => typeof it === "object" && it !== null && !Array.isArray(it))
      ? merge(a as Change, b as Change)
      : b;
  return {
    ...lower,
    ...Object.fromEntries(Object.entries(upper).map(([key, value]) => [key, both(lower[key], value)])),
  };
}

/** `*` matches any part of a key. */
function matches(pattern: string, key: string): boolean {
  return new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(key);
}
