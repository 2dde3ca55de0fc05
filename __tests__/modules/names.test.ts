import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import type { NameRule } from "../../modules/name-rule";
import { logGroupName, type NameKind, Names, type NamesProps, nameRules } from "../../modules/names";

const production = { name: "test-execution", environment: "prod", accountId: "111111111111", region: "us-east-1" };
const names = new Names(production);
const made = (changed: Partial<NamesProps>) => new Names({ ...production, ...changed });
const kinds = Object.keys(nameRules) as NameKind[];
const rule = (kind: NameKind): NameRule => nameRules[kind];
const longest = (kind: NameKind, owner: string) => {
  const { max } = rule(kind);
  return typeof max === "number" ? max : max(owner);
};

/** The digits of a shortened name, as the design says. */
const digits = (...parts: [name: string, environment: string, part: string, owner: string]) =>
  createHash("sha256").update(parts.join("/")).digest("hex").slice(0, 6);

describe("Names", () => {
  test.each<[NameKind, string | undefined, string]>([
    ["database", "main", "test-execution-prod-main"],
    ["cluster", undefined, "test-execution-prod"],
    ["s3_bucket", "artifacts", "test-execution-prod-artifacts-111111111111"],
    ["azure_registry", undefined, "testexecutionprod111111111111"],
    ["key_alias", "data", "alias/test-execution-prod-data"],
    ["firewall_log", "cdn", "aws-waf-logs-test-execution-prod-cdn"],
    ["node_group", "web", "test-execution-prod-web-"],
    ["service_namespace", undefined, "test-execution-prod.internal"],
    ["kubernetes_application", "api", "test-execution-api"],
    ["kubernetes_namespace", undefined, "test-execution-prod"],
  ])("a name that fits stays as it is: %s %s", (kind, part, expected) => expect(names.of(kind, part)).toBe(expected));

  const long = { name: "photo-shop-of-the-century", environment: "integration-europe-1" };
  const { name: system, environment } = long;
  const account = production.accountId;
  test.each<[string, Partial<NamesProps>, NameKind, string | undefined, string]>([
    [
      "part and digits stay, the beginning is cut",
      long,
      "load_balancer",
      undefined,
      `photo-shop-of-the-century-${digits(system, environment, "", "")}`,
    ],
    [
      "the room of a part is kept",
      long,
      "target_group",
      "api-green",
      `photo-shop-of-t-${digits(system, environment, "api-green", "")}-api-green`,
    ],
    [
      "the owner is left out, and counts",
      long,
      "s3_bucket",
      "artifacts",
      `photo-shop-of-the-century-integration-europe-1-${digits(system, environment, "artifacts", account)}-artifacts`.slice(
        0,
        63,
      ),
    ],
    [
      "no hyphen is doubled",
      { name: "photo-shopp-of", environment: "the-long-run" },
      "gcp_service_account",
      "worker-run",
      `photo-shopp-${digits("photo-shopp-of", "the-long-run", "worker-run", "")}-worker-run`,
    ],
    [
      "a service that takes no hyphens gets none",
      long,
      "azure_vault",
      undefined,
      `photoshopofthecent${digits(system, environment, "", account)}`,
    ],
    [
      "a part that is too long itself is cut",
      long,
      "load_balancer",
      "thumbnails-of-all-the-photographs",
      `photo-s-${digits(system, environment, "thumbnails-of-all-the-photographs", "")}-thumbnails-of-all`,
    ],
    [
      "what the service requires around it counts",
      { name: "shop", environment: "integration-europe-1" },
      "node_group",
      "memory-optimized",
      `shop-integra-${digits("shop", "integration-europe-1", "memory-optimized", "")}-memory-optimized-`,
    ],
    [
      "inside a namespace the environment is no part",
      { name: "photo-shop-of-the-centur" },
      "kubernetes_application",
      "thumbnails-of-all-photographs-x",
      `photo-shop-of-th-${digits("photo-shop-of-the-centur", "prod", "thumbnails-of-all-photographs-x", "")}-thumbnails-of-all-photographs-x`,
    ],
  ])("a longer name is shortened: %s", (_, changed, kind, part, expected) => {
    const name = made(changed).of(kind, part);
    expect(name).toBe(expected);
    expect(name.length).toBeLessThanOrEqual(longest(kind, account));
  });

  test("a service account is a role of PostgreSQL too: its address without the domain has 63 characters at most", () => {
    const accountId = "a-project-of-thirty-characters";
    const longNamed = made({ ...long, accountId });
    expect(`${longNamed.of("gcp_service_account", "worker-run")}@${accountId}.iam`).toHaveLength(63);
  });

  test("what belongs to a named thing is named after it, and is shortened alike", () => {
    expect(names.extended("azure_network", "shop-prod-ab12", "vault")).toBe("shop-prod-ab12-vault");
    const base = "photo-shop-of-the-century-integration-europe-settings-ab12";
    const shortened = names.extended("azure_network", base, "configurationStores");
    expect(shortened).toMatch(/^photo-shop-of-the-century-integration-[0-9a-f]{6}-configurationStores$/);
    expect(names.extended("azure_network", `${base}x`, "configurationStores")).not.toBe(shortened);
  });

  test("a name with characters the service refuses is an error", () => {
    expect(() => names.of("database", "Main_1")).toThrow(
      'name "test-execution-prod-Main_1" (database): expected ^[a-z]',
    );
  });

  test("paths of secrets and parameters, and log groups", () => {
    expect(names.path("api-key")).toBe("/test-execution/prod/api-key");
    expect(names.path()).toBe("/test-execution/prod");
    expect(names.relativePath("api-key")).toBe("test-execution/prod/api-key");
    expect(logGroupName("/aws/eks", names.of("cluster"), "cluster")).toBe("/aws/eks/test-execution-prod/cluster");
  });

  test("global services have no region, S3 no account either", () => {
    expect(names.arn("iam", "role/x")).toBe("arn:aws:iam::111111111111:role/x");
    expect(names.arn("s3", "bucket/*")).toBe("arn:aws:s3:::bucket/*");
    expect(names.arn("ssm", "parameter/x")).toBe("arn:aws:ssm:us-east-1:111111111111:parameter/x");
  });
});

/** A word of the settings: lower-case letters, digits and single hyphens, a letter first, no hyphen last. */
const word = (shortest: number, most: number) =>
  fc
    .array(fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz0123456789--"), {
      minLength: shortest - 1,
      maxLength: most - 1,
    })
    .map((letters) => `w${letters.join("")}`.replace(/-(?=-|$)/g, "0"));
/** The same, often as long as may be. */
const longWord = (most: number) => fc.oneof(word(1, most), word(most - 3, most));
const system = fc.oneof(word(2, 24), word(22, 24));
const environment = fc.oneof(word(2, 20), word(18, 20));
const owners = {
  account: fc.constantFrom("111111111111", "098765432109"),
  project: word(6, 30),
  suffix: fc.constantFrom("a", "7", "x1", "prod"),
};
const owner = fc.oneof(...Object.values(owners));
const anyKind = fc.constantFrom(...kinds);
/** Each cloud's owner: a registry on Azure has a suffix, not a project. */
const owned = anyKind.chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    accountId: kind.startsWith("azure") ? owners.suffix : kind.startsWith("g") ? owners.project : owner,
  }),
);

describe("any name", () => {
  test("is within its service's rule, for any system, environment, part and owner", () => {
    fc.assert(
      fc.property(owned, system, environment, fc.option(longWord(31)), ({ kind, accountId }, name, env, part) => {
        const text = made({ name, environment: env, accountId }).of(kind, part ?? undefined);
        expect(text.length).toBeLessThanOrEqual(longest(kind, accountId));
        expect(text).toMatch(rule(kind).pattern);
        expect(text).not.toContain("--");
        if (rule(kind).compact) expect(text).not.toContain("-");
      }),
      { numRuns: 1500 },
    );
  });

  test("is the same again, and is its parts where they fit", () => {
    fc.assert(
      fc.property(anyKind, system, environment, longWord(31), (kind, name, env, part) => {
        const { namespaced, global, compact, before = "", after = "" } = rule(kind);
        const parts = [name, ...(namespaced ? [] : [env]), part, ...(global ? [production.accountId] : [])].join("-");
        const whole = before + (compact ? parts.replaceAll("-", "") : parts) + after;
        const text = made({ name, environment: env }).of(kind, part);
        expect(text).toBe(made({ name, environment: env }).of(kind, part));
        expect(text === whole).toBe(whole.length <= longest(kind, production.accountId));
      }),
      { numRuns: 1000 },
    );
  });

  /** A text of three words, divided at its first hyphen or at its second. */
  const divided = fc
    .tuple(word(1, 9), word(1, 9), word(1, 9))
    .filter(([a, b, c]) => a.length > 1 && c.length > 1 && b.length > 0)
    .map(([a, b, c]) => ({
      early: { name: a, environment: `${b}-${c}` },
      late: { name: `${a}-${b}`, environment: c },
    }));
  const limited = kinds.filter((kind) => longest(kind, production.accountId) < 70);

  test("that is shortened says which system and environment it is of, however the two are divided", () => {
    fc.assert(
      fc.property(fc.constantFrom(...limited), divided, word(28, 31), (kind, { early, late }, part) => {
        const long = `${part}-${part}-${part}`; // Longer than any of these services allows.
        expect(made(early).of(kind, long)).not.toBe(made(late).of(kind, long));
      }),
      { numRuns: 500 },
    );
  });

  test("that is shortened is no other's with another part or owner", () => {
    const parts = fc.tuple(word(28, 31), word(28, 31), longWord(31)).filter(([a, b]) => a !== b);
    fc.assert(
      fc.property(fc.constantFrom(...limited), system, environment, parts, (kind, name, env, [one, other, end]) => {
        const beginning = "a-part-longer-than-any-of-the-limits-of-these-services-is-cut";
        const subject = made({ name, environment: env });
        const text = subject.of(kind, `${beginning}-${one}-${end}`);
        expect(text).not.toBe(subject.of(kind, `${beginning}-${other}-${end}`));
        if (rule(kind).global) {
          const elsewhere = made({ name, environment: env, accountId: "222222222222" });
          expect(elsewhere.of(kind, `${beginning}-${one}-${end}`)).not.toBe(text);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("no other code", () => {
  const sources = ["modules", "stacks"]
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => `${folder}/${file}`))
    .filter((file) => file.endsWith(".ts") && file !== "modules/names.ts");

  test.each(["prefix", "name", "environment"])("joins %s of Names with a part of its own", (first) => {
    // Patterns of policies end in `-*`, and texts for people have a space or nothing behind it.
    const joined = new RegExp(`[^\\n]*\\$\\{(\\w+\\.)*names\\.${first}\\}[-_](?!\\*)[^\\n]*`, "g");
    expect(sources.length).toBeGreaterThan(200);
    expect(sources.flatMap((file) => readFileSync(file, "utf8").match(joined) ?? [])).toEqual([]);
  });
});
