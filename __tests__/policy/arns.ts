import { resources, type StackJson } from "../stacks/synthesized";

type Body = ReturnType<typeof resources>[number]["body"];

/** Service and resource part of the ARN of each type that can be computed from the resource's name. */
const arns: Readonly<Record<string, (body: Body, stack: StackJson) => readonly [service: string, resource: string]>> = {
  aws_cloudwatch_log_group: ({ name }) => ["logs", `log-group:${name}`],
  aws_codebuild_project: ({ name }) => ["codebuild", `project/${name}`],
  aws_dynamodb_table: ({ name }) => ["dynamodb", `table/${name}`],
  aws_iam_policy: ({ name }) => ["iam", `policy/${name}`],
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
export function literalArn(stack: StackJson, given: string): string {
  // A policy names what a release changes by way of a local value.
  const text = given.replace(/\$\{element\(local\.([\w-]+), (\d+)\)\}/g, (reference, name, index) => {
    const values = stack.locals?.[name];
    return Array.isArray(values) ? String(values[Number(index)]) : reference;
  });
  return withNames(stack, text).replace(/\$\{(aws_\w+)\.([\w-]+)\.arn\}/g, (reference, type, id) => {
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

/** Replaces references to names of buckets and tables. The name of a bucket may come by way of its policy. */
function withNames(stack: StackJson, text: string): string {
  const named = text.replace(/\$\{(aws_\w+)\.([\w-]+)\.(bucket|id|name)\}/g, (reference, type, id, key) => {
    const name = stack.resource[type]?.[id]?.[key === "id" ? "bucket" : key];
    return name === undefined ? reference : String(name);
  });
  return named === text ? text : withNames(stack, named);
}
