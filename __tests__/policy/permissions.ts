import { resources, type StackJson } from "../stacks/synthesized";

type Body = ReturnType<typeof resources>[number]["body"];

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
  readonly resources: readonly string[];
  readonly condition?: readonly Condition[];
}

/**
 * What the inline policies of a role in a synthesized stack allow, for tests of what it may not do. In doubt an action is
 * allowed: a condition on a key that the request does not have counts as met in an Allow and as not met in a Deny.
 */
export class Permissions {
  private readonly statements: readonly PolicyStatement[];

  /** @param roleName the role's physical name. @throws where the role has a managed policy, which the stack does not contain */
  constructor(
    private readonly stack: StackJson,
    roleName: string,
  ) {
    const role = resources(stack, "aws_iam_role").find(({ body }) => body.name === roleName);
    if (!role) throw new Error(`role "${roleName}": there is none`);
    const ofRole = ({ body }: { body: Body }) => body.role === `\${${role.address}.name}` || body.role === roleName;
    if (resources(stack, "aws_iam_role_policy_attachment").some(ofRole)) {
      throw new Error(
        `role "${roleName}": expected inline policies only, found a managed one, whose statements are not in the stack`,
      );
    }
    this.statements = resources(stack, "aws_iam_role_policy")
      .filter(ofRole)
      .flatMap(({ address, body }) => this.statementsOf(address, String(body.policy)));
  }

  /** @param resource an ARN, as `arnOf` makes it for a resource of the stack, or `*`. @default - any resource */
  may(action: string, resource?: string, context: RequestContext = {}): boolean {
    const matching = this.statements.filter(
      ({ effect, actions, resources: on }) =>
        actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
        (resource === undefined
          ? effect !== "Deny" || on.includes("*")
          : on.some((pattern) => matches(literalArn(this.stack, pattern), literalArn(this.stack, resource)))),
    );
    const applies = (effect: "Allow" | "Deny", inDoubt: boolean) =>
      matching.some(
        ({ effect: own = "Allow", condition = [] }) =>
          own === effect && condition.every((each) => isMet(each, context, inDoubt)),
      );
    return applies("Allow", true) && !applies("Deny", false);
  }

  private statementsOf(address: string, policy: string): readonly PolicyStatement[] {
    const [, id] = /^\$\{data\.aws_iam_policy_document\.([\w-]+)\.json\}$/.exec(policy) ?? [];
    const statements = id && this.stack.data?.aws_iam_policy_document?.[id]?.statement;
    if (!Array.isArray(statements)) throw new Error(`${address}: expected a policy document, found ${policy}`);
    const unknown = statements.find((statement) => !statement.actions || !statement.resources);
    if (unknown) throw new Error(`${address}: expected actions and resources, found ${JSON.stringify(unknown)}`);
    return statements;
  }
}

/** Service and resource part of the ARN of each type that can be computed from the resource's name. */
const arns: Readonly<Record<string, (body: Body, stack: StackJson) => readonly [service: string, resource: string]>> = {
  aws_cloudwatch_log_group: ({ name }) => ["logs", `log-group:${name}`],
  aws_codebuild_project: ({ name }) => ["codebuild", `project/${name}`],
  aws_dynamodb_table: ({ name }) => ["dynamodb", `table/${name}`],
  aws_iam_role: ({ name }) => ["iam", `role/${name}`],
  aws_lambda_alias: ({ name, function_name }, { resource }) => {
    const [, id = ""] = /^\$\{aws_lambda_function\.([\w-]+)\.function_name\}$/.exec(`${function_name}`) ?? [];
    return ["lambda", `function:${resource["aws_lambda_function"]?.[id]?.["function_name"]}:${name}`];
  },
  aws_lambda_function: ({ function_name }) => ["lambda", `function:${function_name}`],
  aws_s3_bucket: ({ bucket }) => ["s3", `${bucket}`],
  aws_secretsmanager_secret: ({ name }) => ["secretsmanager", `secret:${name}-??????`],
  aws_sns_topic: ({ name }) => ["sns", `${name}`],
  aws_sqs_queue: ({ name }) => ["sqs", `${name}`],
};

/** The ARN of the resource with a physical name. The ARN of a KMS key cannot be computed: give its name in the JSON. */
export function arnOf(stack: StackJson, type: string, name: string): string {
  const found = resources(stack, type).find(
    ({ address, body }) => [body.name, body.function_name, body.bucket].includes(name) || address === `${type}.${name}`,
  );
  if (!found) throw new Error(`${type} "${name}": there is none`);
  return literalArn(stack, `\${${found.address}.arn}`);
}

/** Replaces references to ARNs by the ARNs themselves, so that both forms can be compared. */
function literalArn(stack: StackJson, given: string): string {
  // A policy names what a release changes by way of a local value.
  const text = given.replace(/\$\{element\(local\.([\w-]+), (\d+)\)\}/g, (reference, name, index) => {
    const values = stack.locals?.[name];
    return Array.isArray(values) ? String(values[Number(index)]) : reference;
  });
  return text.replace(/\$\{(aws_\w+)\.([\w-]+)\.arn\}/g, (reference, type, id) => {
    const body = stack.resource[type]?.[id];
    const made = body && arns[type]?.(body, stack);
    if (!made) return reference;
    const [service, resource] = made;
    const provider = stack.provider.aws?.find(({ alias }) => body.provider === (alias && `aws.${alias}`));
    const region = ["iam", "s3"].includes(service) ? "" : provider?.region;
    const account = service === "s3" ? "" : (provider?.allowed_account_ids as string[] | undefined)?.[0];
    return `arn:aws:${service}:${region}:${account}:${resource}`;
  });
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
  const equal = values.includes(value);
  const like = values.some((pattern) => matches(pattern, value));
  switch (test) {
    case "StringEquals":
    case "Bool":
      return equal;
    case "StringNotEquals":
      return !equal;
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
