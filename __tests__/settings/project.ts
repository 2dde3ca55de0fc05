import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as z from "zod";
import { loadWith } from "../../settings/load";
import { SettingsError } from "../../settings/mistake";
import type { PlatformSchema, Rule, SettingsSchema } from "../../settings/rule";

const shared = {
  environment: z.string(),
  region: z
    .string()
    .regex(/^[a-z]+-\d$/, { error: "a region such as east-1" })
    .default("east-1"),
  database: z.strictObject({
    size: z.enum(["small", "large"]).describe("How large."),
    storage_gib: z.int().min(20).max(100).default(50),
    zones: z.array(z.string().min(1)).min(1).max(2).optional(),
  }),
  cache: z.strictObject({ nodes: z.int().default(2) }),
  labels: z.record(z.string().regex(/^[a-z]+$/, { error: "lower-case letters" }), z.string()).default({}),
  admin_password: z.string().min(8).optional(),
};

const storageRule: Rule = {
  reads: ["database", "min_gib"],
  check: (settings) => {
    const { database, min_gib } = settings as { database: { storage_gib: number }; min_gib: number };
    return database.storage_gib < min_gib
      ? [
          {
            path: "database.storage_gib",
            expected: `at least min_gib (${min_gib})`,
            found: String(database.storage_gib),
          },
        ]
      : [];
  },
};

const aws: PlatformSchema = {
  schema: z.strictObject({
    ...shared,
    cache: shared.cache.optional(),
    min_gib: z.number().default(10),
    account_id: z.string().optional(),
    certificate: z
      .union([z.strictObject({ arn: z.string() }), z.strictObject({ domain: z.string(), zone: z.string() })])
      .optional(),
    flags: z.record(z.string(), z.union([z.boolean(), z.number()])).optional(),
    certificates: z.array(z.strictObject({ path: z.string().startsWith("/") })).optional(),
    count: z.union([z.literal(1), z.literal(3)]).optional(),
  }),
  rules: [storageRule],
};

const awsEks: PlatformSchema = {
  schema: z.strictObject({ environment: z.string(), region: shared.region, nodes: z.int() }),
  rules: [],
};

/** A small schema of two platforms, so that tests of the engine do not depend on the real one. */
export const testSchema: SettingsSchema = { shared, platforms: { aws, "aws-eks": awsEks } };

interface More {
  /** @default - the settings of the environment alone */
  readonly system?: string;
  readonly ownFiles?: readonly string[];
}

/** A project folder with tfvars files, for as long as a test file runs. */
export function testProject(initial: Readonly<Record<string, string | Buffer>>, schema: SettingsSchema = testSchema) {
  const root = mkdtempSync(join(tmpdir(), "settings-"));
  afterAll(() => rmSync(root, { recursive: true }));
  const write = (files: Readonly<Record<string, string | Buffer>>) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), content);
    }
  };
  write(initial);
  const load = (platform: string, environment: string, files?: string[], more: More = {}) =>
    loadWith(schema, { platform, environment, system: more.system }, { root, files, ownFiles: more.ownFiles });
  return {
    root,
    write,
    load,
    /** The lines of the mistakes; none where the settings are right. */
    mistakes: (platform: string, environment: string, files?: string[], more?: More): string[] => {
      try {
        load(platform, environment, files, more);
        return [];
      } catch (error) {
        if (error instanceof SettingsError) return error.message.split("\n");
        throw error;
      }
    },
  };
}
