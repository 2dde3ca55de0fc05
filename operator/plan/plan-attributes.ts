import { differences, late } from "./difference";
import { isMarked, member, type PlanJson, type ResourceChange, setArguments } from "./plan-json";

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
  /** Attributes that no setting gives and that the service makes again: known after the apply only. */
  readonly computed: readonly string[];
}

/** The changed attributes of each address, without any sensitive value. Nothing is cut. */
export function attributeChanges(plan: PlanJson): Map<string, ResourceAttributes> {
  const set = setArguments(plan);
  return new Map(
    (plan.resource_changes ?? []).map((resource) => [resource.address, changed(resource, set(resource.address))]),
  );
}

function changed({ change }: ResourceChange, set: ReadonlySet<string>): ResourceAttributes {
  const { before, after, after_unknown: unknown, before_sensitive, after_sensitive } = change;
  const keys = [...new Set([before, after, unknown].flatMap((node) => Object.keys(Object(node))))];
  const replaced = (change.replace_paths ?? []).map((path) => path.join("."));
  const attributes: AttributeChange[] = [];
  const computed: string[] = [];
  for (const key of keys) {
    const isLate = member(unknown, key);
    if (isLate === true && !set.has(key)) {
      computed.push(key);
      continue;
    }
    const forcesReplacement = replaced.some((path) => path === key || path.startsWith(`${key}.`));
    const hidden = [before_sensitive, after_sensitive].some((node) => isMarked(member(node, key)));
    const found = valueChanges(key, member(before, key), withLateValues(member(after, key), isLate));
    attributes.push(
      ...found.map(({ path, ...values }) => {
        if (!hidden) return { path, ...values, forcesReplacement };
        return { path: key, before: "(sensitive)", after: "(sensitive)", forcesReplacement };
      }),
    );
  }
  return { attributes: unique(attributes), computed };
}

/** A value with that mark wherever Terraform does not know it yet. */
function withLateValues(value: unknown, unknown: unknown): unknown {
  if (unknown === true) return late;
  if (typeof unknown !== "object" || unknown === null || !isMarked(unknown)) return value;
  if (Array.isArray(unknown)) return unknown.map((of, index) => withLateValues(member(value, String(index)), of));
  const keys = new Set([...Object.keys(Object(value)), ...Object.keys(unknown)]);
  return Object.fromEntries([...keys].map((key) => [key, withLateValues(member(value, key), member(unknown, key))]));
}

function valueChanges(key: string, before: unknown, after: unknown) {
  return differences(before, after, [key]).map((found) => ({
    path: found.path.join("."),
    before: valueText(found.before),
    after: valueText(found.after),
  }));
}

/** A sensitive attribute is one line, however many places of it differ. */
function unique(changes: readonly AttributeChange[]): AttributeChange[] {
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
}

/** A value as JSON. */
export function valueText(value: unknown): string {
  if (value === late) return "(known after apply)";
  return value === undefined || value === null ? "(none)" : JSON.stringify(value);
}
