import { resources, type StackJson } from "../synthesized";

/** Variables that a release gives, by the beginning of what follows. */
const releasedVariable = /\$\{[^}]*\bvar\.((\w+_)?image|(\w+_)?green_percent|(\w+_)?previous_(revision|percent))\b/;

/** What is another one after a release, so that those that name it change too: values, what is read, and groups, whose names hold a hash. */
const passedOn = /^(local\.|data\.|terraform_data\.|azurerm_container_group\.)/;

/** The addresses of all resources that a new image changes: those that name the variable, and those that name what is then another. */
export function releasedResources(stack: StackJson): string[] {
  const texts = new Map<string, string>();
  const keep = (address: string, { depends_on: _, lifecycle: __, ...body }: Record<string, unknown>) =>
    texts.set(address, JSON.stringify(body));
  for (const { address, body } of resources(stack)) keep(address, body);
  for (const [type, named] of Object.entries(stack.data ?? {})) {
    for (const [name, body] of Object.entries(named)) keep(`data.${type}.${name}`, body);
  }
  for (const [name, value] of Object.entries(stack.locals ?? {})) texts.set(`local.${name}`, JSON.stringify(value));

  const found = new Set<string>();
  const waiting = [...texts].filter(([, text]) => releasedVariable.test(text)).map(([address]) => address);
  for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
    if (found.has(address)) continue;
    found.add(address);
    if (!passedOn.test(address)) continue;
    const named = new RegExp(`\\b${address.replaceAll(".", "\\.")}(?![\\w-])`);
    for (const [other, text] of texts) {
      if (!found.has(other) && other !== address && named.test(text)) waiting.push(other);
    }
  }
  return [...found].filter((address) => !/^(data|local|terraform_data)\./.test(address)).sort();
}
