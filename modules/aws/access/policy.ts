import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Construct } from "constructs";

export interface Condition {
  readonly test: string;
  readonly variable: string;
  readonly values: string[];
}

export interface Statement {
  readonly sid?: string;
  /** @default "Allow" */
  readonly effect?: "Allow" | "Deny";
  /** Exact actions; the policy test refuses `*`. */
  readonly actions: string[];
  /** ARNs. Left out in a resource policy of a service that knows its own resource (KMS: `["*"]` means this key). */
  readonly resources?: string[];
  readonly principals?: { readonly type: "AWS" | "Service" | "Federated" | "*"; readonly identifiers: string[] }[];
  readonly conditions?: readonly Condition[];
}

/**
 * The JSON of an IAM policy, as a token. A data source rather than a JSON string, so that checks
 * and scanners can read its statements in the synthesized stack.
 */
export function policyDocument(scope: Construct, id: string, statements: readonly Statement[]): string {
  return new DataAwsIamPolicyDocument(scope, id, {
    statement: statements.map(({ conditions, ...rest }) => ({ ...rest, condition: conditions && [...conditions] })),
  }).json;
}
