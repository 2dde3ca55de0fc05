import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Construct } from "constructs";

/** One condition of a statement. All conditions must hold for the statement to apply. */
export interface Condition {
  /** The operator, such as `StringEquals` or `ArnLike`. */
  readonly test: string;
  /** The condition key, such as `aws:SourceAccount`. */
  readonly variable: string;
  /** The condition holds when one of them matches. */
  readonly values: string[];
}

/** One statement of an IAM policy: who may (or may not) do what, with which resources. */
export interface Statement {
  /** A name that is unique in the policy. @default - none */
  readonly sid?: string;
  /** @default "Allow" */
  readonly effect?: "Allow" | "Deny";
  /** Exact actions such as `s3:GetObject`; a test of all stacks refuses `*`, but for a boundary and the roles of a pipeline. */
  readonly actions: string[];
  /** ARNs. A trust policy has none; in a key policy `["*"]` means the key itself. @default - none */
  readonly resources?: string[];
  /** Every ARN but these; only in a denial, or where the account's own things are left out. @default - none */
  readonly notResources?: string[];
  /** Who the statement is about; only in the policy of a resource or the trust policy of a role. @default - none */
  readonly principals?: { readonly type: "AWS" | "Service" | "Federated" | "*"; readonly identifiers: string[] }[];
  /** @default - none: the statement always applies */
  readonly conditions?: readonly Condition[];
}

/**
 * The JSON of an IAM policy, as a token of a data source. Unlike in a JSON string, tests and scanners can read its
 * statements in the synthesized stack.
 */
export function policyDocument(scope: Construct, id: string, statements: readonly Statement[]): string {
  return new DataAwsIamPolicyDocument(scope, id, {
    statement: statements.map(({ conditions, ...rest }) => ({ ...rest, condition: conditions && [...conditions] })),
  }).json;
}
