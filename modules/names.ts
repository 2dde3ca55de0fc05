/** What a service accepts as a name. */
interface NameRule {
  /** Longest name, in characters (the service's documented limit). */
  readonly max: number;
  readonly pattern: RegExp;
  /** The name is shared by all accounts of the service, so ours carries the account id. */
  readonly global?: true;
  /** The service takes no hyphens. */
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

export type NameKind = keyof typeof rules;

export interface NamesProps {
  /** What the stack is for, e.g. `test-execution`: the first part of every physical name. */
  readonly system: string;
  readonly environment: string;
  /** What makes global names unique: the AWS account or the Google project that owns them; on Azure a suffix of your own. */
  readonly accountId: string;
  readonly region: string;
}

/** The one place that makes physical names: `<system>-<environment>-<part>`. A name that is too long is an error, never cut. */
export class Names {
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

  /** The name of one resource, checked against its service's rule. */
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

  /** A path under which this system publishes values: `/<system>/<environment>/<part>`. */
  path(part: string): string {
    return `/${this.system}/${this.environment}/${part}`;
  }

  /** The ARN of something in this account and region, for policies that name what does not exist yet. */
  arn(service: string, resource: string): string {
    const region = service === "iam" || service === "s3" ? "" : this.region;
    return `arn:aws:${service}:${region}:${service === "s3" ? "" : this.accountId}:${resource}`;
  }
}
