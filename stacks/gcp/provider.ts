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

/** The Google provider of the stack: one project, one region, and default labels. */
export function useGoogleProvider(stack: TerraformStack, settings: Settings): void {
  withNamespace(
    new GoogleProvider(stack, "google", {
      project: settings.project,
      region: settings.location,
      defaultLabels: labels(stack, settings),
      addTerraformAttributionLabel: false,
    }),
  );
}
