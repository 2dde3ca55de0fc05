import { type Known, withKnown } from "./expression";

/** A block of Terraform's JSON. */
export type Block = Readonly<Record<string, unknown>>;

/** A resource of a stack. */
export interface Resource {
  readonly type: string;
  readonly address: string;
  readonly body: Block;
}

interface Synthesized {
  readonly terraform?: { readonly backend?: Readonly<Record<string, Block>>; readonly cloud?: Block };
  readonly provider?: Readonly<Record<string, readonly Block[]>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly variable?: Readonly<Record<string, { readonly default?: unknown }>>;
  readonly output?: Readonly<Record<string, Block>>;
}

/** Whom the AWS provider of a stack calls, and as whom. */
export interface AwsIdentity {
  readonly account: string;
  readonly region: string;
  readonly profile?: string;
  readonly roleArn?: string;
}

/** A stack's JSON, as far as the checks read it. */
export class StackView {
  private readonly json: Synthesized;

  constructor(
    readonly id: string,
    /** The `cdk.tf.json`. */
    readonly text: string,
    /** Values of variables that win over their defaults. */
    private readonly vars: Readonly<Record<string, string>> = {},
  ) {
    this.json = JSON.parse(text) as Synthesized;
  }

  /** The resources of a type, or all. */
  resources(type?: string): Resource[] {
    return Object.entries(this.json.resource ?? {})
      .filter(([found]) => type === undefined || found === type)
      .flatMap(([found, named]) =>
        Object.entries(named).map(([name, body]) => ({ type: found, address: `${found}.${name}`, body })),
      );
  }

  /** The bodies of the resources of a type. */
  bodies(type: string): Block[] {
    return this.resources(type).map(({ body }) => body);
  }

  /** The bodies of the data sources of a type. */
  data(type: string): Block[] {
    return Object.values(this.json.data?.[type] ?? {});
  }

  /** The first block of a provider, which has no alias. */
  provider(name: string): Block | undefined {
    return this.json.provider?.[name]?.find((block) => block["alias"] === undefined);
  }

  /** The body of an output. */
  output(name: string): Block | undefined {
    return this.json.output?.[name];
  }

  /** Where the state is: the type, and the settings of that backend. */
  get backend(): { readonly type: string; readonly settings: Block } {
    const { backend = {}, cloud } = this.json.terraform ?? {};
    const [type = "local", settings = {}] = Object.entries({ ...backend, ...(cloud && { cloud }) })[0] ?? [];
    return { type, settings };
  }

  /** The AWS account that the stack is deployed to; nothing where it has no AWS provider, or one without an account. */
  get aws(): AwsIdentity | undefined {
    const { allowed_account_ids, region, profile, assume_role } = (this.provider("aws") ?? {}) as Readonly<
      Record<string, string | readonly string[] | undefined>
    >;
    const account = [allowed_account_ids].flat()[0];
    if (!account || typeof region !== "string") return undefined;
    const role = [assume_role].flat()[0] as { role_arn?: string } | undefined;
    return {
      account,
      region,
      ...(typeof profile === "string" && { profile }),
      ...(role?.role_arn && { roleArn: role.role_arn }),
    };
  }

  /** The region of a resource: that of its provider. */
  regionOf({ provider }: Block): string | undefined {
    const alias = typeof provider === "string" ? provider.split(".")[1] : undefined;
    const block = this.json.provider?.["aws"]?.find((it) => it["alias"] === alias);
    return block?.["region"] as string | undefined;
  }

  /**
   * A text with what is known before Terraform runs in the place of its expressions: variables, and late-bound values as a first deploy has
   * them. @param instead values that win over these
   */
  resolved(text: string, instead?: Known): string {
    return withKnown(text, (reference) => instead?.(reference) ?? this.known(reference));
  }

  /** A body in which every text is {@link resolved}. */
  resolvedBody(body: Block): Block {
    return JSON.parse(JSON.stringify(body, (_, value) => (typeof value === "string" ? this.resolved(value) : value)));
  }

  private known(reference: string): string | number | undefined {
    const [, kind, name = ""] = /^(var|terraform_data)\.([\w-]+)(?:\.input)?$/.exec(reference) ?? [];
    if (kind === undefined) return undefined;
    const variable = this.json.variable?.[name];
    const kept = this.json.resource?.["terraform_data"]?.[name]?.["triggers_replace"];
    const setting = kind === "var" ? variable?.default : (kept as unknown[] | undefined)?.[0];
    const value = this.vars[name] ?? setting;
    if (typeof value === "string" && typeof setting === "number") return Number(value);
    return typeof value === "string" || typeof value === "number" ? value : undefined;
  }

  /** Every whole value of a form in the JSON, once; one that goes on with a token or a wildcard is none. */
  literals(form: RegExp): string[] {
    const found = [...this.text.matchAll(new RegExp(form.source, "g"))];
    const whole = found.filter(({ 0: value, index }) => !/^[$*?]/.test(this.text.slice(index + value.length)));
    return [...new Set(whole.map(([value]) => value))];
  }

  /** The resources that the references in a text name, such as `${aws_x.name.id}`. */
  referredAll(value: unknown): Resource[] {
    const found = typeof value === "string" ? [...value.matchAll(/\b(\w+)\.([\w-]+)[.[]/g)] : [];
    return found.flatMap(([, type = "", name = ""]) => {
      const body = this.json.resource?.[type]?.[name];
      return body ? [{ type, address: `${type}.${name}`, body }] : [];
    });
  }

  /** The first of them. */
  referred(value: unknown): Resource | undefined {
    return this.referredAll(value)[0];
  }
}
