import { holdsSecretWithin } from "../../settings/secret-values";
import { type Difference, differences, isNothing, late } from "./difference";
import { isMarked, member, type PlanJson, type ResourceChange, type SetArguments, setArguments } from "./plan-json";

/** One attribute of a resource that a plan changes. */
export interface AttributeChange {
  /** Dotted path, e.g. `tags.Owner`, or `container_definitions.api.image` inside a text that holds JSON. */
  readonly path: string;
  /** As JSON, whole; or a word in brackets: `(sensitive)`, `(known after apply)`, `(none)`. */
  readonly before: string;
  readonly after: string;
  /** Whether the change of this attribute forces the replacement of the resource. */
  readonly forcesReplacement: boolean;
}

/** What a plan changes of one resource. */
export interface ResourceAttributes {
  readonly attributes: readonly AttributeChange[];
  /** What no setting gives: what the service makes again, known after the apply only, and what it words differently than we do. */
  readonly computed: readonly string[];
}

/** The changed attributes of each address, without any sensitive value. Nothing is cut. */
export function attributeChanges(plan: PlanJson): Map<string, ResourceAttributes> {
  const set = setArguments(plan);
  return new Map(
    (plan.resource_changes ?? []).map((resource) => [resource.address, changed(resource, set(resource.address))]),
  );
}

function changed({ change }: ResourceChange, set: SetArguments): ResourceAttributes {
  const { before, after, after_unknown: unknown, before_sensitive, after_sensitive } = change;
  const keys = [...new Set([before, after, unknown].flatMap((node) => Object.keys(Object(node))))];
  const replaced = (change.replace_paths ?? []).map((path) => path.join("."));
  const attributes: AttributeChange[] = [];
  const computed: string[] = [];
  const worded: AttributeChange[] = [];
  for (const key of keys) {
    const isLate = member(unknown, key);
    if (isLate === true && !set.has(key)) {
      computed.push(key);
      continue;
    }
    const forcesReplacement = replaced.some((path) => path === key || path.startsWith(`${key}.`));
    const hidden = [before_sensitive, after_sensitive].some((node) => isMarked(member(node, key)));
    for (const found of differences(member(before, key), withLateValues(member(after, key), isLate), [key])) {
      if (hidden) attributes.push({ path: key, before: "(sensitive)", after: "(sensitive)", forcesReplacement });
      else (isWording(found, set) ? worded : attributes).push({ ...inWords(found), forcesReplacement });
    }
  }
  // Nothing that Terraform changes goes unsaid: a wording that is the only difference is one.
  if (attributes.length === 0 && computed.length === 0) return { attributes: worded, computed };
  return { attributes: unique(attributes), computed: [...computed, ...worded.map(({ path }) => path)] };
}

/** What a service words differently: nothing and what is empty, and what it fills in where the configuration says nothing. */
function isWording({ path, before, after }: Difference, set: SetArguments): boolean {
  // In a map of ours, such as a function's variables, an empty text is a value; an attribute of its own is then not set.
  const isEmpty = (value: unknown) => isNothing(value) || (value === "" && path.length === 1);
  if (isEmpty(before) && isEmpty(after)) return true;
  return after === late && !set.hasPlace(path);
}

/** A value with that mark wherever Terraform does not know it yet. */
export function withLateValues(value: unknown, unknown: unknown): unknown {
  if (unknown === true) return late;
  if (typeof unknown !== "object" || unknown === null || !isMarked(unknown)) return value;
  if (Array.isArray(unknown)) return unknown.map((of, index) => withLateValues(member(value, String(index)), of));
  const keys = new Set([...Object.keys(Object(value)), ...Object.keys(unknown)]);
  return Object.fromEntries([...keys].map((key) => [key, withLateValues(member(value, key), member(unknown, key))]));
}

/** A difference as text. */
export function inWords({ path, before, after }: Difference): Pick<AttributeChange, "path" | "before" | "after"> {
  return { path: path.join("."), before: valueText(before), after: valueText(after) };
}

/** A sensitive attribute is one line, however many places of it differ. */
function unique(changes: readonly AttributeChange[]): AttributeChange[] {
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
}

/** A value as JSON. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return "(none)";
  if (holdsSecretWithin(value)) return "(hidden)";
  const words = "(known after apply)";
  return value === late ? words : JSON.stringify(value).replaceAll(JSON.stringify(late), words);
}
