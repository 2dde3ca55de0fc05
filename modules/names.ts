import { createHash } from "node:crypto";
import type { NameRule } from "./name-rule";
import { awsNameRules } from "./name-rules-aws";
import { azureNameRules } from "./name-rules-azure";
import { gcpNameRules } from "./name-rules-gcp";
import { kubernetesNameRules } from "./name-rules-kubernetes";
import { type Runbooks, runbookCommand, runbookFile } from "./runbooks";

/** The rule of each kind of name. */
export const nameRules = { ...awsNameRules, ...gcpNameRules, ...azureNameRules, ...kubernetesNameRules };

/** The kinds of names, one for each rule. */
export type NameKind = keyof typeof nameRules;

/** What all names of a stack are made from. */
export interface NamesProps {
  /** The first part of every physical name, such as `shop`. */
  readonly name: string;
  /** The environment, such as `prod`: the second part. */
  readonly environment: string;
  /** Makes global names unique: the AWS account, the Google project, or on Azure a suffix that you choose. */
  readonly accountId: string;
  /** The stack's region. It is part of ARNs, not of names. */
  readonly region: string;
  /** The pages of the stack's alarms. @default - alarms name none */
  readonly runbooks?: Runbooks;
}

/** Digits that keep shortened names apart. */
const digitCount = 6;

/** Characters of the longest part of a role's name: a component of 31 with `-execution`. */
const longestPart = 41;

/** Characters of `<name>-<environment>` that a shortened name keeps at least, however long its part is. */
const leastBeginning = 6;

/**
 * Makes all physical names: `<name>-<environment>-<part>`. One that is longer than its service allows becomes
 * `<beginning>-<6 hex>-<part>`; one that fits stays as it is.
 */
export class Names {
  /** `<name>-<environment>`, for descriptions. What is made is named by `of`. */
  readonly prefix: string;

  constructor(private readonly props: NamesProps) {
    this.prefix = `${props.name}-${props.environment}`;
  }

  get name(): string {
    return this.props.name;
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

  /** The name of one resource, within the rule of its service. Without `part` it is the prefix. */
  of(kind: NameKind, part = ""): string {
    const { namespaced }: NameRule = nameRules[kind];
    return this.named(kind, { beginning: namespaced ? this.name : this.prefix, part, identity: part });
  }

  /** What `of` makes of any part of a name, with IAM's `*` and `?`: names as they are, and those that are too long. */
  patterns(kind: NameKind): string[] {
    const { max }: NameRule = nameRules[kind];
    const longest = typeof max === "number" ? max : max(this.accountId);
    const kept = longest - longestPart - digitCount - 2;
    const fits = this.prefix.length + 1 + longestPart <= longest;
    return [`${this.prefix}-*`, ...(fits ? [] : [`${this.prefix.slice(0, kept)}*-${"?".repeat(digitCount)}-*`])];
  }

  /** The name of what belongs to something that has a name already: `<base>-<part>`. */
  extended(kind: NameKind, base: string, part: string): string {
    return this.named(kind, { beginning: base, part, identity: `${base}-${part}` });
  }

  /** Where the page of an alarm is, as the last sentence of the alarm's own text; empty where the stack has no pages. */
  runbook(alarm: string): string {
    const { runbooks } = this.props;
    return runbooks ? ` Runbook: ${this.runbookUrl(alarm) ?? runbookCommand(runbooks.stack, alarm)}` : "";
  }

  /** The address of that page; undefined where pages have none. */
  runbookUrl(alarm: string): string | undefined {
    const { runbooks } = this.props;
    return runbooks?.url && `${runbooks.url}/${runbookFile(this.environment, runbooks.stack)}#${alarm}`;
  }

  /** The path of a secret or parameter, `/<name>/<environment>/<part>`. Without `part`: what all of them are below. */
  path(part?: string): string {
    return `/${this.relativePath(part)}`;
  }

  /** The same path without its first slash, for names that may not begin with one. */
  relativePath(part?: string): string {
    return [this.name, this.environment, part].filter((item) => item !== undefined).join("/");
  }

  /** The ARN of a resource in this account and region, for policies about resources that do not exist yet. */
  arn(service: string, resource: string): string {
    const region = service === "iam" || service === "s3" ? "" : this.region;
    return `arn:aws:${service}:${region}:${service === "s3" ? "" : this.accountId}:${resource}`;
  }

  private named(
    kind: NameKind,
    { beginning, part, identity }: Record<"beginning" | "part" | "identity", string>,
  ): string {
    const rule: NameRule = nameRules[kind];
    const { before = "", after = "", compact } = rule;
    const owner = rule.global ? this.accountId : "";
    const parts = [beginning, part, owner].filter(Boolean).join("-");
    const whole = compact ? parts.replaceAll("-", "") : parts;
    const longest = typeof rule.max === "number" ? rule.max : rule.max(this.accountId);
    const room = longest - before.length - after.length;
    // The digits keep names apart of which the same is left, so the owner need not be in a shortened one.
    const digits = firstDigits([this.name, this.environment, identity, owner].join("/"));
    const name = before + (whole.length > room ? shortened({ beginning, digits, part, room, compact }) : whole) + after;
    if (!rule.pattern.test(name)) {
      throw new Error(`name "${name}" (${kind}): expected ${rule.pattern.source}`);
    }
    return name;
  }
}

interface LongName {
  readonly beginning: string;
  readonly digits: string;
  readonly part: string;
  readonly room: number;
  readonly compact?: boolean;
}

function shortened({ room, compact, digits, ...words }: LongName): string {
  const separator = compact ? "" : "-";
  const [beginning, part] = [words.beginning, words.part].map((text) => text.replace(/-+/g, separator));
  const rest = room - digits.length - separator.length * (part ? 2 : 1);
  const tail = cut(part, rest - Math.min(beginning.length, leastBeginning));
  return [cut(beginning, rest - tail.length), digits, tail].filter(Boolean).join(separator);
}

/** At most so many characters of a name, which neither begin nor end with a separator. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/^[^a-zA-Z0-9]+|[^a-zA-Z0-9]+$/g, "");
}

/** The first six digits of SHA-256. */
function firstDigits(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, digitCount);
}

/** The log group in which an AWS service, or a reader of logs, looks for what it names: `/aws/lambda/<function>`. */
export function logGroupName(folder: string, ...names: string[]): string {
  return [folder, ...names].join("/");
}
