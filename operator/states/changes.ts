import { createHash } from "node:crypto";
import { isRecord } from "../plan/difference";
import { isSameMeaning, meaningOf } from "../plan/meaning";
import { madeIn, type State, type StateResource } from "./state-text";

/** Names that were added, that are gone, and whose values differ, each in alphabetical order. */
export interface NameChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** What differs between two states in meaning (what a service words differently does not count): addresses of resources that the stack makes, and names of outputs. */
export interface StateChanges extends NameChanges {
  readonly outputs: NameChanges;
}

/** A state as far as it is compared: a hash for each address and output, and no value. */
export interface Fingerprint {
  readonly resources: ReadonlyMap<string, string>;
  readonly outputs: ReadonlyMap<string, string>;
}

/** A state that was never written. */
export const nothing: Fingerprint = { resources: new Map(), outputs: new Map() };

export function fingerprint(state: State): Fingerprint {
  const hash = (value: unknown) => createHash("sha256").update(meaningOf(value)).digest("base64");
  return {
    resources: new Map(
      madeIn(state).map(({ address, attributes, status }) => [address, hash([attributes, status ?? ""])]),
    ),
    outputs: new Map(Object.entries(state.outputs).map(([name, output]) => [name, hash(output)])),
  };
}

export function changesBetween(before: Fingerprint, after: Fingerprint): StateChanges {
  return {
    ...namesBetween(before.resources, after.resources),
    outputs: namesBetween(before.outputs, after.outputs),
  };
}

export function isEmpty({ added, removed, changed, outputs }: StateChanges): boolean {
  const all = [added, removed, changed, outputs.added, outputs.removed, outputs.changed];
  return all.every((names) => names.length === 0);
}

/** A resource that two states have, and the names of what differs in it. */
export interface ResourceDifference {
  readonly address: string;
  readonly attributes: readonly string[];
}

/** The resources that both states have and that differ, with the names of their attributes. */
export function differingResources(before: State, after: State): ResourceDifference[] {
  const old = new Map(madeIn(before).map((resource) => [resource.address, resource]));
  return madeIn(after)
    .flatMap((resource) => {
      const was = old.get(resource.address);
      const attributes = was ? differingAttributes(was, resource) : [];
      return attributes.length > 0 ? [{ address: resource.address, attributes }] : [];
    })
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

/**
 * Names of attributes that differ, such as `tags.Owner` or `environment.variables.LOG_LEVEL`. Only names that a configuration writes are in
 * them: of a list with more than one member, of a text that holds JSON, and of what is sensitive it is the attribute's own.
 */
function differingAttributes(before: StateResource, after: StateResource): string[] {
  const hidden = new Set([...before.sensitive, ...after.sensitive]);
  const paths = pathsOf(before.attributes, after.attributes, [], hidden);
  const status = before.status === after.status ? [] : [after.status ?? `no longer ${before.status}`];
  return [...new Set([...status, ...paths])].sort();
}

function pathsOf(before: unknown, after: unknown, path: readonly string[], hidden: ReadonlySet<string>): string[] {
  if (isSameMeaning(before, after, path)) return [];
  const [left, right] = [before, after].map(onlyMember);
  const isHidden = path.length === 1 && hidden.has(path[0] ?? "");
  if (isHidden || !isRecord(left) || !isRecord(right)) return [path.join(".")];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return keys.flatMap((key) => pathsOf(left[key], right[key], [...path, key], hidden));
}

/** A block that may come once is a list of one. */
function onlyMember(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

function namesBetween(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): NameChanges {
  const added = [...after.keys()].filter((name) => !before.has(name));
  const removed = [...before.keys()].filter((name) => !after.has(name));
  const changed = [...after].filter(([name, hash]) => before.has(name) && before.get(name) !== hash);
  return { added: added.sort(), removed: removed.sort(), changed: changed.map(([name]) => name).sort() };
}
