import type { z } from "zod";
import type { Rule } from "../rule";
import { account } from "./account";
import { aws } from "./aws";
import { applicationRules, awsRules, sharedRules } from "./rules";

/** What a tfvars file may hold, per platform. A platform's block is its id with `_` for `-`. */
export const platformSchemas = {
  account: { schema: account, rules: sharedRules },
  aws: { schema: aws, rules: [...sharedRules, ...applicationRules, ...awsRules] },
} satisfies Record<string, { schema: z.ZodObject; rules: Rule[] }>;

export type Platform = keyof typeof platformSchemas;

/** The checked settings of each platform. */
export type PlatformSettings = { [P in Platform]: z.infer<(typeof platformSchemas)[P]["schema"]> };
