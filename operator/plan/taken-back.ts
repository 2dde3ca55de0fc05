import { parsed } from "./difference";
import { member, type PlanJson, type ResourceChange, withoutKey } from "./plan-json";
import { keptChange, type LateBoundValue, ofTheFile, ofTheSetting } from "./plan-variables";

/** A running image that a deploy replaces by what the settings say, because no value was given. */
export interface TakenBack {
  /** The variable that was not given. */
  readonly variable: string;
  /** The image that runs now, as the state has it. */
  readonly running: string;
  readonly planned: string;
  /** What runs it. */
  readonly addresses: readonly string[];
}

/** Keys under which resources name the image of a container. */
const imageKeys = /^(image|image_uri|image_identifier)$/;

/**
 * Images in the state that differ from the planned ones, where those come from the settings. The instances of a resource count as one,
 * because a new image may also give them new keys. An edited setting takes nothing back where it was what ran.
 */
export function imagesTakenBack(plan: PlanJson, variables: readonly LateBoundValue[]): TakenBack[] {
  const isUnasked = ({ name, source }: LateBoundValue) =>
    source === ofTheFile || (source === ofTheSetting && !isEdited(keptChange(name, plan)));
  const defaults = variables.filter(isUnasked);
  if (defaults.length === 0) return [];
  const found = new Map<string, TakenBack>();
  for (const [address, changes] of instances(plan)) {
    const running = new Set(changes.flatMap(({ change }) => imagesIn(change.before, change.before_sensitive)));
    const planned = new Set(changes.flatMap(({ change }) => imagesIn(change.after, change.after_sensitive)));
    for (const image of planned) {
      if (running.has(image)) continue;
      const of = variableOf(address, image, defaults, plan);
      const before = [...running].filter((other) => !planned.has(other));
      const previous = before.find((other) => repository(other) === repository(image)) ?? before[0];
      if (!of || previous === undefined) continue;
      const key = JSON.stringify([of.name, previous, image]);
      const addresses = [...(found.get(key)?.addresses ?? []), address];
      found.set(key, { variable: of.name, running: previous, planned: image, addresses });
    }
  }
  return [...found.values()];
}

/** Whether what ran was the setting as well, which someone has edited. */
function isEdited(kept: ReturnType<typeof keptChange>): boolean {
  const { input, triggers_replace: [setting] = [] } = kept?.before ?? {};
  return input !== undefined && input === setting;
}

/** The changed instances of each resource. */
function instances({ resource_changes = [] }: PlanJson): Map<string, ResourceChange[]> {
  const byAddress = new Map<string, ResourceChange[]>();
  for (const resource of resource_changes) {
    const address = withoutKey(resource.address);
    byAddress.set(address, [...(byAddress.get(address) ?? []), resource]);
  }
  return byAddress;
}

/** The variable of an image: one that the resource refers to, if there are several with this value. */
function variableOf(address: string, image: string, defaults: readonly LateBoundValue[], { configuration }: PlanJson) {
  const equal = defaults.filter(({ value }) => value === JSON.stringify(image));
  const resource = configuration?.root_module?.resources?.find((of) => of.address === address);
  const text = JSON.stringify(resource?.expressions ?? {});
  return equal.find(({ name }) => new RegExp(`\\b(var|terraform_data)\\.${name}\\b`).test(text)) ?? equal[0];
}

/** The images inside a value, JSON in texts included, but for what is sensitive. */
function imagesIn(value: unknown, hidden: unknown): string[] {
  if (hidden === true) return [];
  const node = parsed(value);
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, of]) => {
    const isImage = imageKeys.test(key) && typeof of === "string" && member(hidden, key) !== true;
    return isImage ? [of] : imagesIn(of, member(hidden, key));
  });
}

/** An image without its tag and digest. */
function repository(image: string): string {
  return image.replace(/@.*$/, "").replace(/:[^:/]*$/, "");
}
