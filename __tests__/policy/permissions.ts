import { resources, type StackJson } from "../stacks/synthesized";
import { literalArn } from "./arns";

type Body = ReturnType<typeof resources>[number]["body"];

/** In a request's context: the request does not have the key, for which conditions of another value are met, and conditions of a value are not. */
export const none = "(none)";

/** Values of condition keys in a request, such as `{ "kms:ViaService": "s3.us-east-1.amazonaws.com" }`. */
export type RequestContext = Readonly<Record<string, string>>;

interface Condition {
  readonly test: string;
  readonly variable: string;
  readonly values: readonly string[];
}

interface PolicyStatement {
  readonly effect?: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources?: readonly string[];
  readonly not_resources?: readonly string[];
  readonly condition?: readonly Condition[];
}

/**
 * What the policies of a role in a synthesized stack allow, within its permissions boundary, for tests of what it may not do. In doubt an
 * action is allowed: a condition on a key that the request does not have counts as met in an Allow and as not met in a Deny.
 */
export class Permissions {
  private readonly statements: readonly PolicyStatement[];
  /** The statements of the boundary. Undefined: there is none, or another stack makes it. */
  private readonly boundary: readonly PolicyStatement[] | undefined;

  /** @param roleName the role's physical name. @throws where the role has a managed policy that the stack does not contain */
  constructor(
    private readonly stack: StackJson,
    roleName: string,
  ) {
    const role = resources(stack, "aws_iam_role").find(({ body }) => body.name === roleName);
    if (!role) throw new Error(`role "${roleName}": there is none`);
    const ofRole = ({ body }: { body: Body }) => body.role === `\${${role.address}.name}` || body.role === roleName;
    const attached = resources(stack, "aws_iam_role_policy_attachment").filter(ofRole);
    const managed = attached.map(({ body }) => this.managed(String(body.policy_arn)));
    if (managed.includes(undefined)) {
      throw new Error(
        `role "${roleName}": expected policies of the stack, found a managed one, whose statements are not in the stack`,
      );
    }
    const inline = resources(stack, "aws_iam_role_policy")
      .filter(ofRole)
      .flatMap(({ address, body }) => this.statementsOf(address, String(body.policy)));
    this.statements = [...inline, ...managed.flatMap((statements) => statements ?? [])];
    this.boundary = this.managed(String(role.body.permissions_boundary));
  }

  /** @param resource an ARN, as `arnOf` makes it for a resource of the stack, or `*`. @default - any resource */
  may(action: string, resource?: string, context: RequestContext = {}): boolean {
    const allows = (statements: readonly PolicyStatement[]) => this.allows(statements, action, resource, context);
    return allows(this.statements) && (this.boundary === undefined || allows(this.boundary));
  }

  private allows(
    statements: readonly PolicyStatement[],
    action: string,
    resource: string | undefined,
    context: RequestContext,
  ): boolean {
    const isOn = (patterns: readonly string[]) =>
      patterns.some((pattern) => matches(literalArn(this.stack, pattern), literalArn(this.stack, resource ?? "*")));
    const matching = statements.filter(
      ({ effect, actions, resources: on, not_resources: not }) =>
        actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
        (resource === undefined
          ? effect !== "Deny" || on?.includes("*")
          : on
            ? isOn(on)
            : not !== undefined && !isOn(not)),
    );
    const applies = (effect: "Allow" | "Deny", inDoubt: boolean) =>
      matching.some(
        ({ effect: own = "Allow", condition = [] }) =>
          own === effect && condition.every((each) => isMet(this.literal(each), context, inDoubt)),
      );
    return applies("Allow", true) && !applies("Deny", false);
  }

  private literal({ values, ...rest }: Condition): Condition {
    return { ...rest, values: values.map((value) => literalArn(this.stack, value)) };
  }

  /** The statements of a policy of the stack, by a reference to its ARN. */
  private managed(reference: string): readonly PolicyStatement[] | undefined {
    const [, id] = /^\$\{aws_iam_policy\.([\w-]+)\.arn\}$/.exec(reference) ?? [];
    const policy = id && this.stack.resource["aws_iam_policy"]?.[id]?.["policy"];
    return policy ? this.statementsOf(`aws_iam_policy.${id}`, String(policy)) : undefined;
  }

  private statementsOf(address: string, policy: string): readonly PolicyStatement[] {
    const [, id] = /^\$\{data\.aws_iam_policy_document\.([\w-]+)\.json\}$/.exec(policy) ?? [];
    const statements = id && this.stack.data?.aws_iam_policy_document?.[id]?.statement;
    if (!Array.isArray(statements)) throw new Error(`${address}: expected a policy document, found ${policy}`);
    const unknown = statements.find(({ actions, resources: on, not_resources: not }) => !actions || !(on || not));
    if (unknown) throw new Error(`${address}: expected actions and resources, found ${JSON.stringify(unknown)}`);
    return statements;
  }
}

/** Whether a text matches a pattern with IAM's wildcards. A `?` in the text, for a part that AWS chooses, equals itself. */
function matches(pattern: string, text: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "s").test(text);
}

/** Whether a condition is met. It is `inDoubt` for an unknown operator or a key that the request does not have. */
function isMet({ test, variable, values }: Condition, context: RequestContext, inDoubt: boolean): boolean {
  const value = context[variable];
  if (value === undefined) return inDoubt;
  if (value === none) return /Not/.test(test);
  const equal = values.includes(value);
  const like = values.some((pattern) => matches(pattern, value));
  switch (test) {
    case "StringEquals":
    case "Bool":
      return equal;
    case "StringNotEquals":
      return !equal;
    case "ForAnyValue:StringLike":
    case "StringLike":
    case "ArnEquals":
    case "ArnLike":
      return like;
    case "StringNotLike":
    case "ArnNotEquals":
    case "ArnNotLike":
      return !like;
    default:
      return inDoubt;
  }
}
