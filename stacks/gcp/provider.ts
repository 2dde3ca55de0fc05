import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import type { TerraformStack } from "cdktf";
import type { PlatformSettings } from "../../settings/schema";

type Settings = PlatformSettings["gcp"];

/** Our tags as Google takes labels: in lower case, of letters, digits, hyphens and underscores. */
export function labels(
  stack: TerraformStack,
  { tags, system, environment, data_class }: Settings,
): Record<string, string> {
  const all = { ...tags, system, environment, stack: stack.node.id, data_class, managed_by: "terraform" };
  const label = (text: string) => text.toLowerCase().replace(/[^a-z0-9_-]/g, "-");
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [label(key), label(value)]));
}

/** The Google provider of one stack: one project, and labels on everything that takes them. */
export function useGoogleProvider(stack: TerraformStack, settings: Settings): void {
  new GoogleProvider(stack, "google", {
    project: settings.project,
    region: settings.location,
    defaultLabels: labels(stack, settings),
    addTerraformAttributionLabel: false,
  });
}
