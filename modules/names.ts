/** The rule that a service has for names. */
interface NameRule {
  /** Longest name, in characters (the service's documented limit). */
  readonly max: number;
  /** What a name may consist of. */
  readonly pattern: RegExp;
  /** The name must be unique over all accounts of the service, so ours ends with the account id. */
  readonly global?: true;
  /** The service allows no hyphens, so ours are removed. */
  readonly compact?: true;
}

const hyphenated = /^[a-zA-Z][a-zA-Z0-9-]*[a-zA-Z0-9]$/;
const lowercase = /^[a-z][a-z0-9-]*[a-z0-9]$/;
const alphanumeric = /^[a-z][a-z0-9]*$/;
const words = /^[a-zA-Z][a-zA-Z0-9_+=,.@-]*$/;

const rules = {
  alarm: { max: 255, pattern: words },
  azure_cache: { max: 63, pattern: hyphenated, global: true },
  azure_database: { max: 63, pattern: lowercase, global: true },
  azure_registry: { max: 50, pattern: alphanumeric, global: true, compact: true },
  azure_resource: { max: 80, pattern: words },
  azure_storage: { max: 24, pattern: alphanumeric, global: true, compact: true },
  azure_vault: { max: 24, pattern: alphanumeric, global: true, compact: true },
  backup_vault: { max: 50, pattern: hyphenated },
  budget: { max: 100, pattern: words },
  build_project: { max: 150, pattern: hyphenated },
  cache: { max: 40, pattern: lowercase },
  cluster: { max: 100, pattern: hyphenated },
  dashboard: { max: 255, pattern: hyphenated },
  database: { max: 63, pattern: lowercase },
  distribution_access: { max: 64, pattern: words },
  delivery_stream: { max: 64, pattern: words },
  event_rule: { max: 64, pattern: words },
  function: { max: 64, pattern: hyphenated },
  gcp_resource: { max: 63, pattern: lowercase },
  gcp_service_account: { max: 30, pattern: lowercase },
  gcs_bucket: { max: 63, pattern: lowercase, global: true },
  generic: { max: 128, pattern: words },
  iam_role: { max: 64, pattern: words },
  load_balancer: { max: 32, pattern: hyphenated },
  queue: { max: 80, pattern: hyphenated },
  registry: { max: 256, pattern: lowercase },
  s3_bucket: { max: 63, pattern: lowercase, global: true },
  sampling_rule: { max: 32, pattern: words },
  schedule: { max: 64, pattern: hyphenated },
  sign_in_domain: { max: 63, pattern: lowercase, global: true },
  table: { max: 255, pattern: hyphenated },
  target_group: { max: 32, pattern: hyphenated },
  topic: { max: 256, pattern: hyphenated },
  trail: { max: 128, pattern: hyphenated },
  user_pool: { max: 128, pattern: words },
} satisfies Record<string, NameRule>;

/** The kinds of names, one for each rule. */
export type NameKind = keyof typeof rules;

/** What all names of a stack are made from. */
export interface NamesProps {
  /** The system, such as `test-execution`: the first part of every physical name. */
  readonly system: string;
  /** The environment, such as `prod`: the second part. */
  readonly environment: string;
  /** Makes global names unique: the AWS account, the Google project, or on Azure a suffix that you choose. */
  readonly accountId: string;
  /** The stack's region. It is part of ARNs, not of names. */
  readonly region: string;
}

/** Makes all physical names: `<system>-<environment>-<part>`. A name that is too long is an error; it is never cut. */
export class Names {
  /** `<system>-<environment>`, with which every name begins. */
  readonly prefix: string;

  constructor(private readonly props: NamesProps) {
    this.prefix = `${props.system}-${props.environment}`;
  }

  get system(): string {
    return this.props.system;
  }

  get environment(): string {
    return this.props.environment;
  }

  get accountId(): string {
    return this.props.accountId;
  }

  get region(): string {
    return this.props.region;
  }

  /** The name of one resource, checked against the rule of its service. Without `part` it is the prefix. */
  of(kind: NameKind, part?: string): string {
    const rule: NameRule = rules[kind];
    const parts = [this.prefix, part, rule.global && this.accountId].filter(Boolean).join("-");
    const name = rule.compact ? parts.replaceAll("-", "") : parts;
    if (name.length > rule.max) {
      throw new Error(`name "${name}" (${kind}): expected at most ${rule.max} characters, found ${name.length}`);
    }
    if (!rule.pattern.test(name)) {
      throw new Error(`name "${name}" (${kind}): expected ${rule.pattern.source}`);
    }
    return name;
  }

  /** The path of a log group, secret or parameter: `/<system>/<environment>/<part>`. */
  path(part: string): string {
    return `/${this.system}/${this.environment}/${part}`;
  }

  /** The ARN of a resource in this account and region, for policies about resources that do not exist yet. */
  arn(service: string, resource: string): string {
    const region = service === "iam" || service === "s3" ? "" : this.region;
    return `arn:aws:${service}:${region}:${service === "s3" ? "" : this.accountId}:${resource}`;
  }
}
