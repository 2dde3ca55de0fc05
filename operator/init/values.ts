import * as z from "zod";
import { explainIssues, parseSilently } from "../../settings/issues";
import { domain, email, repository } from "../../settings/schema/formats";
import { type Platform, settingsSchema } from "../../settings/schema/index";
import { environmentFileName, systemName } from "../../settings/schema/names";
import { nameSuggestion } from "./names";

const keyOf = <P extends Platform>(platform: P, key: string): z.ZodType =>
  (settingsSchema.platforms[platform].schema.shape as Record<string, z.ZodType>)[key] as z.ZodType;

const schemas = {
  account: keyOf("account", "account_id"),
  project: keyOf("gcp", "project"),
  subscription: keyOf("azure", "subscription_id"),
  tenant: keyOf("azure", "tenant_id"),
  organization: z.string().regex(/^[A-Za-z0-9][\w-]*$/, { error: "the name of an organization in HCP Terraform" }),
  number: keyOf("gcp", "project_number"),
};

/** What is wrong with a value of an option; nothing if it is right. */
export function problemOf(
  kind: keyof typeof schemas | "domain" | "email" | "repository" | "system" | "environment",
  value: string,
): string | undefined {
  const schema = { ...schemas, domain, email, repository, system: systemName, environment: environmentFileName }[kind];
  const result = parseSilently(schema, value);
  if (result.success) return undefined;
  const [issue] = explainIssues(schema, result.error.issues);
  const suggestion = kind === "system" || kind === "environment" ? nameSuggestion(value) : undefined;
  return `expected ${issue?.expected}${suggestion ? ` such as ${suggestion}` : ""}, found ${JSON.stringify(value)}`;
}
