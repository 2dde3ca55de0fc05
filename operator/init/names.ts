import { systemName } from "../../settings/schema/names";

/** A name that is valid and nearest to one that is not. */
export function nameSuggestion(name: string): string | undefined {
  const near = name
    .replace(/^@[^/]*\//, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 24)
    .replace(/-+$/, "");
  return systemName.safeParse(near).success ? near : undefined;
}
