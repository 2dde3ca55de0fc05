// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has as many shapes as there are resources.
export type Body = any;

/** What holds for every resource of a type. */
export interface Rule {
  /** A Terraform type, such as `aws_s3_bucket`. */
  readonly type: string;
  /** Completes the message "<address> must …". */
  readonly must: string;
  /** Whether a resource keeps the rule. */
  readonly holds: (body: Body) => boolean;
}

/** Something that does not keep a policy: "<address> must …". */
export interface Offence {
  readonly address: string;
  readonly must: string;
}
