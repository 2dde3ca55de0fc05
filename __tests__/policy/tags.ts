import { resources, type StackJson } from "../stacks/synthesized";
import type { Body, Offence } from "./rule";

const tags = ["System", "Environment", "Stack", "DataClass", "ManagedBy"];

const labels = ["system", "environment", "stack", "data_class", "managed_by"];

/** Providers and resources that lack a tag. */
export function isTagged(stack: StackJson): Offence[] {
  const lacking = (address: string, given: object, expected: readonly string[]) =>
    expected.filter((tag) => !(tag in given)).map((tag) => ({ address, must: `carry ${tag}` }));
  return [
    ...((stack.provider.aws ?? []) as Body[]).flatMap(({ default_tags }) =>
      lacking("provider.aws", default_tags?.[0]?.tags ?? {}, tags),
    ),
    ...((stack.provider.google ?? []) as Body[])
      .filter(({ default_labels }) => default_labels)
      .flatMap(({ default_labels }) => lacking("provider.google", default_labels, labels)),
    ...resources(stack)
      .filter(({ type }) => takesTags(type))
      .flatMap(({ address, body }) => lacking(address, (body.tags as Body) ?? {}, tags)),
  ];
}

const taggable = new Map<string, boolean>();

/** Whether an Azure resource can have tags. Azure's provider has no default tags. */
function takesTags(type: string): boolean {
  if (!type.startsWith("azurerm_")) return false;
  const known = taggable.get(type);
  if (known !== undefined) return known;
  const name = type.slice("azurerm_".length).replaceAll("_", "-");
  const binding = require(`@cdktf/provider-azurerm/lib/${name}`) as Record<string, Body>;
  const takes = Object.values(binding).some(({ tfResourceType, prototype }) => {
    return tfResourceType === type && "tagsInput" in prototype;
  });
  taggable.set(type, takes);
  return takes;
}
