/** A plan as `terraform show -json` has it, as far as it is read here. */
export interface PlanJson {
  readonly resource_changes?: readonly ResourceChange[];
  /** What a refresh found to be different from the state. */
  readonly resource_drift?: readonly ResourceChange[];
  readonly configuration?: { readonly root_module?: { readonly resources?: readonly ConfiguredResource[] } };
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
}

export interface ResourceChange {
  readonly address: string;
  readonly type?: string;
  readonly mode?: string;
  readonly change: {
    readonly actions?: readonly string[];
    readonly before: unknown;
    readonly after: unknown;
    readonly after_unknown?: unknown;
    readonly before_sensitive?: unknown;
    readonly after_sensitive?: unknown;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
}

interface ConfiguredResource {
  readonly address: string;
  /** By the arguments that the configuration sets. */
  readonly expressions?: Readonly<Record<string, unknown>>;
}

/** The arguments that the configuration sets, by address without the key of an instance. */
export function setArguments({ configuration }: PlanJson): (address: string) => ReadonlySet<string> {
  const resources = configuration?.root_module?.resources ?? [];
  const found = new Map(resources.map(({ address, expressions = {} }) => [address, new Set(Object.keys(expressions))]));
  return (address) => found.get(address.replace(/\[[^\]]*\]$/, "")) ?? new Set();
}

/** Whether anything below a place is marked, as what is sensitive is. */
export function isMarked(node: unknown): boolean {
  return node === true || (typeof node === "object" && node !== null && Object.values(node).some(isMarked));
}

/** A member of an object; `true` stands for the whole below it. */
export function member(node: unknown, key: string): unknown {
  if (node === true) return true;
  return typeof node === "object" && node !== null ? (node as Record<string, unknown>)[key] : undefined;
}
