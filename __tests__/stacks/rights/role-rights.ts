import { documentOf, resources, type StackJson } from "../synthesized";

interface Statement {
  readonly effect?: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** What a role may do: each action with the resources on which, sorted, in short names. */
export type Rights = Readonly<Record<string, readonly string[]>>;

/**
 * What the inline policies of a role allow, without rights on keys (a service uses them for the caller). A resource of the stack is
 * named by its construct: `test-data/*` for the objects of the bucket of `test-data`; other ARNs stay, without region and account.
 */
export function rightsOf(stack: StackJson, roleAddress: string): Rights {
  const found = new Map<string, Set<string>>();
  for (const { actions, resources: on } of statementsOf(stack, roleAddress)) {
    for (const action of actions.filter((one) => !one.startsWith("kms:"))) {
      const all = found.get(action) ?? new Set();
      for (const resource of on) all.add(shortName(resource));
      found.set(action, all);
    }
  }
  return Object.fromEntries([...found].map(([action, on]) => [action, [...on].sort()]));
}

function statementsOf(stack: StackJson, roleAddress: string): Statement[] {
  const policies = resources(stack, "aws_iam_role_policy").filter(
    ({ body }) => body.role === `\${${roleAddress}.name}`,
  );
  return policies.flatMap(({ body }) => {
    return documentOf<Statement>(stack, body.policy).filter(({ effect }) => effect !== "Deny");
  });
}

/** `${aws_s3_bucket.test-data_bucket_1A2B3C4D.arn}/*` is `test-data/*`. */
function shortName(resource: string): string {
  return resource
    .replace(/\$\{aws_\w+\.([\w-]+?)_[a-z-]+_[0-9A-F]{8}\.(?:arn|stream_arn)\}/g, "$1")
    .replace(/^arn:aws:([\w-]+):[\w-]*:\d*:/, "$1:");
}

/** The functions of a stack by the last part of their names, with the address of their role. */
export function functionRoles(stack: StackJson, prefix: string): Map<string, string> {
  return new Map(
    resources(stack, "aws_lambda_function").map(({ body }) => [
      String(body.function_name).replace(`${prefix}-`, ""),
      roleOf(body.role),
    ]),
  );
}

/** The address of a role, from a reference to its ARN. */
export const roleOf = (reference: unknown) => /^\$\{(aws_iam_role\.[\w-]+)\.arn\}$/.exec(String(reference))?.[1] ?? "";
