import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import type { TerraformStack } from "cdktf";
import type { PlatformSettings } from "../../settings/schema";
import { withNamespace } from "../provider-source";
import { asWritten } from "../terraform-text";

type Settings = PlatformSettings["gcp"];

/** The tags of the settings as Google's labels: lower-case letters, digits, hyphens and underscores. */
export function labels(
  stack: TerraformStack,
  { tags, system, environment, data_class }: Settings,
): Record<string, string> {
  const all = { ...tags, system, environment, stack: stack.node.id, data_class, managed_by: "terraform" };
  const label = (text: string) =>
    asWritten(text)
      .toLowerCase()
      .replace(/[^a-z0-9_-]/g, "-");
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [label(key), label(value)]));
}

/**
 * The Google provider of the stack: one project, one region, and default labels. Calls count against the project's own quota. Without
 * that, billing budgets and other APIs without a project in their addresses answer 403 to a person's login (provider 6.50, page of
 * `google_billing_budget`). Who deploys needs `roles/serviceusage.serviceUsageConsumer` on the project.
 */
export function useGoogleProvider(stack: TerraformStack, settings: Settings): void {
  withNamespace(
    new GoogleProvider(stack, "google", {
      project: settings.project,
      region: settings.location,
      billingProject: settings.project,
      userProjectOverride: true,
      defaultLabels: labels(stack, settings),
      addTerraformAttributionLabel: false,
    }),
  );
}
