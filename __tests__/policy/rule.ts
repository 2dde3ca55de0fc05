// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has as many shapes as there are resources.
export type Body = any;

/** What holds for every resource of a type. */
export interface Rule {
  readonly type: string;
  readonly must: string;
  readonly holds: (body: Body) => boolean;
}
