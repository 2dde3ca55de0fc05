import { resources, type StackJson } from "../stacks/synthesized";

type Body = ReturnType<typeof resources>[number]["body"];

/** What a request says of itself beside action and resource, by condition key, e.g. `{ "kms:ViaService": "s3.us-east-1.amazonaws.com" }`. */
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
 * What a role of a synthesized stack may do by its own policies, for tests of what it may not. In doubt it may: a condition
 * of which the request says nothing is taken as met where it allows and as not met where it denies.
 */
export class Permissions {
  private readonly statements: readonly PolicyStatement[];

  /** @param roleName the role's physical name */
  constructor(
    private readonly stack: StackJson,
    roleName: string,
  ) {
    const role = resources(stack, "aws_iam_role").find(({ body }) => body.name === roleName);
    if (!role) throw new Error(`role "${roleName}": there is none`);
    const ofRole = ({ body }: { body: Body }) => body.role === `\${${role.address}.name}` || body.role === roleName;
    if (resources(stack, "aws_iam_role_policy_attachment").some(ofRole)) {
      throw new Error(
        `role "${roleName}": expected policies of its own, found a managed one, whose statements are not here`,
      );
    }
    this.statements = resources(stack, "aws_iam_role_policy")
      .filter(ofRole)
      .flatMap(({ address, body }) => this.statementsOf(address, String(body.policy)));
  }

  /** @param resource an ARN, as `arnOf` makes it for something of the stack, or `*`. @default - anything at all */
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

/** How the ARN of a kind of resource is made of its name, where AWS adds nothing that only it knows. */
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

/** The ARN of the stack's resource with a physical name; for a key, whose ARN nobody knows yet, give its address in the JSON. */
export function arnOf(stack: StackJson, type: string, name: string): string {
  const found = resources(stack, type).find(
    ({ address, body }) => [body.name, body.function_name, body.bucket].includes(name) || address === `${type}.${name}`,
  );
  if (!found) throw new Error(`${type} "${name}": there is none`);
  return literalArn(stack, `\${${found.address}.arn}`);
}

/** A text in which the ARNs of the stack's resources stand as they will be, so that one by name equals one by reference. */
function literalArn(stack: StackJson, text: string): string {
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

/** IAM's wildcards, in the pattern and, for a part that AWS chooses, in what is asked for: a `?` there equals itself. */
function matches(pattern: string, text: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "s").test(text);
}

/** Whether a condition is met; a test that is not known here, or a key of which nothing is said, is in doubt. */
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
