import type { SystemPlatform } from "../model/answers";
import type { Place } from "../model/place";
import type { PlannedSystem } from "../model/plan";
import { block, type Entry, entry } from "./hcl";

/** References to the secrets that were found, in each platform's own form. The values are entered in its store. */
export function secretEntries(platform: SystemPlatform, { name }: PlannedSystem, place: Place): Entry[] {
  const { found, environment, region, accountId, project } = place;
  const reference = (variable: string): string => {
    const key = variable.toLowerCase().replaceAll("_", "-");
    switch (platform) {
      case "aws":
        return `arn:aws:ssm:${region}:${accountId}:parameter/${name}/${environment}/${key}`;
      case "gcp":
        return `projects/${project}/secrets/${name}-${environment}-${key}/versions/1`;
      case "azure":
        return key;
      default:
        return `${name}-secrets/${key}`;
    }
  };
  if (!["aws", "gcp", "azure", "kubernetes"].includes(platform)) return [];
  const secrets = (names: readonly string[]) =>
    names.length > 0
      ? block(
          "secrets",
          names.flatMap((it) => entry(it, reference(it))),
        )
      : [];
  const components = Object.entries(found.components).flatMap(([key, component]) =>
    block(key, secrets(component.secrets)),
  );
  return block("application", [...secrets(found.secrets), ...block("components", components)], {
    comment: "Enter the values in the platform's secret store before the first deploy.",
  });
}
