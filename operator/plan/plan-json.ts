/** A plan as `terraform show -json` has it, as far as it is read here. */
export interface PlanJson {
  readonly resource_changes?: readonly ResourceChange[];
  /** What a refresh found to be different from the state. */
  readonly resource_drift?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, { readonly actions?: readonly string[] }>>;
  readonly configuration?: {
    readonly root_module?: { readonly resources?: readonly ConfiguredResource[] };
    readonly provider_config?: Readonly<Record<string, { readonly expressions?: ConstantExpressions }>>;
  };
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
}

export interface ResourceChange {
  readonly address: string;
  readonly type?: string;
  readonly mode?: string;
  readonly previous_address?: string;
  readonly action_reason?: string;
  readonly change: {
    readonly importing?: unknown;
    readonly actions?: readonly string[];
    readonly before: unknown;
    readonly after: unknown;
    readonly after_unknown?: unknown;
    readonly before_sensitive?: unknown;
    readonly after_sensitive?: unknown;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
}

type ConstantExpressions = Readonly<Record<string, { readonly constant_value?: unknown }>>;

interface ConfiguredResource {
  readonly address: string;
  /** The name of its provider in `provider_config`. */
  readonly provider_config_key?: string;
  /** By the arguments that the configuration sets. */
  readonly expressions?: Readonly<Record<string, unknown>>;
}

/** The arguments of a resource that the configuration sets. */
export class SetArguments {
  constructor(private readonly expressions: Readonly<Record<string, unknown>> = {}) {}

  has(key: string): boolean {
    return key in this.expressions;
  }

  /** Whether a place inside an argument may be set: in a block only what the configuration names is, in another value everything. */
  hasPlace([key = "", ...below]: readonly string[]): boolean {
    const expression = this.expressions[key];
    if (below.length === 0 || expression === undefined) return this.has(key);
    return !isBlock(expression) || namesIn(expression).has(below.at(-1) ?? "");
  }
}

/** The arguments that the configuration sets, by address without the key of an instance. */
export function setArguments({ configuration }: PlanJson): (address: string) => SetArguments {
  const resources = configuration?.root_module?.resources ?? [];
  const found = new Map(resources.map(({ address, expressions }) => [address, new SetArguments(expressions)]));
  return (address) => found.get(withoutKey(address)) ?? new SetArguments();
}

/** The addresses that the expressions of a resource refer to, each without the key of an instance. */
export function referencesIn({ configuration }: PlanJson): (address: string) => ReadonlySet<string> {
  const resources = configuration?.root_module?.resources ?? [];
  const expressions = new Map(resources.map((of) => [of.address, JSON.stringify(of.expressions ?? {})]));
  return (address) => {
    const text = expressions.get(withoutKey(address)) ?? "";
    return new Set([...text.matchAll(/"((?:data\.)?[a-z]\w*\.[\w-]+)/g)].map(([, found = ""]) => found));
  };
}

/** The address of all instances of a resource. */
export function withoutKey(address: string): string {
  return address.replace(/\[[^\]]*\]$/, "");
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

/** A block has expressions by name; an argument has a value, or what it refers to. */
function isBlock(expression: unknown): boolean {
  const first = Array.isArray(expression) ? expression[0] : expression;
  const names = Object.keys(Object(first));
  return names.length > 0 && !names.some((name) => name === "constant_value" || name === "references");
}

function namesIn(expression: unknown): Set<string> {
  if (Array.isArray(expression)) return new Set(expression.flatMap((item) => [...namesIn(item)]));
  if (!isBlock(expression)) return new Set();
  const members = Object.entries(expression as object);
  return new Set(members.flatMap(([name, value]) => [name, ...namesIn(value)]));
}
