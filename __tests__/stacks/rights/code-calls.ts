import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../synthesized";

/** What the code of a system asks of AWS, as IAM actions, found in the text of its files. */

/** Methods of boto3 clients and resources, and the action that each needs (Service Authorization Reference). */
const pythonCalls: Readonly<Record<string, string>> = {
  batch_get_item: "dynamodb:BatchGetItem",
  batch_writer: "dynamodb:BatchWriteItem",
  delete_item: "dynamodb:DeleteItem",
  get_item: "dynamodb:GetItem",
  put_item: "dynamodb:PutItem",
  query: "dynamodb:Query",
  scan: "dynamodb:Scan",
  update_item: "dynamodb:UpdateItem",
  copy_object: "s3:PutObject",
  delete_object: "s3:DeleteObject",
  get_object: "s3:GetObject",
  head_object: "s3:GetObject",
  list_objects_v2: "s3:ListBucket",
  put_object: "s3:PutObject",
  get_secret_value: "secretsmanager:GetSecretValue",
  publish: "sns:Publish",
  send_message: "sqs:SendMessage",
  delete_connection: "execute-api:ManageConnections",
  get_connection: "execute-api:ManageConnections",
  post_to_connection: "execute-api:ManageConnections",
  put_metric_data: "cloudwatch:PutMetricData",
  converse: "bedrock:InvokeModel",
  converse_stream: "bedrock:InvokeModelWithResponseStream",
  invoke_model: "bedrock:InvokeModel",
};

/** Services whose methods are in the table. */
const pythonServices = [
  "apigatewaymanagementapi",
  "bedrock-runtime",
  "cloudwatch",
  "dynamodb",
  "s3",
  "secretsmanager",
  "sns",
  "sqs",
];

/** Commands of AWS's SDK for JavaScript whose action has another name. */
const commands: Readonly<Record<string, string>> = {
  "s3:HeadObject": "s3:GetObject",
  "s3:ListObjectsV2": "s3:ListBucket",
};

/** The writes of a DynamoDB transaction, and the action that each needs. */
const transactWrites: Readonly<Record<string, string>> = {
  Put: "dynamodb:PutItem",
  Update: "dynamodb:UpdateItem",
  Delete: "dynamodb:DeleteItem",
  ConditionCheck: "dynamodb:ConditionCheckItem",
};

/** The actions that the code in a folder needs, sorted. @throws where it uses a service that the table of boto3's methods has not */
export function actionsOfCode(folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  const texts = (end: string) =>
    files.filter((name) => name.endsWith(end)).map((name) => readFileSync(join(root, folder, name), "utf8"));
  return [...new Set([...texts(".py").flatMap(actionsOfPython), ...texts(".ts").flatMap(actionsOfTypeScript)])].sort();
}

export function actionsOfPython(text: string): string[] {
  const services = [...text.matchAll(/boto3\.(?:client|resource)\(\s*"([\w-]+)"/g)].map(([, service = ""]) => service);
  const unknown = services.find((service) => !pythonServices.includes(service));
  if (unknown) throw new Error(`boto3's methods of ${unknown} have no action in this table: add them`);
  // A presigned link names the method that its holder will call.
  const methods = [...text.matchAll(/\.(\w+)\((?:\s*"(\w+)")?/g)].map(([, method = "", first = ""]) =>
    method === "generate_presigned_url" ? first : method,
  );
  return [
    ...methods.flatMap((method) => (Object.hasOwn(pythonCalls, method) ? [pythonCalls[method] as string] : [])),
    ...(methods.includes("transact_write_items") ? transaction(text, (write) => `"${write}"`) : []),
  ];
}

export function actionsOfTypeScript(text: string): string[] {
  const imports = [...text.matchAll(/import \{([^}]*)\} from "@aws-sdk\/client-([\w-]+)"/g)];
  return imports.flatMap(([, names = "", client = ""]) => {
    const service = client.replaceAll("-", "");
    const used = [...names.matchAll(/\b(\w+)Command\b/g)].map(([, name = ""]) => `${service}:${name}`);
    return used.flatMap((action) =>
      action === "dynamodb:TransactWriteItems"
        ? transaction(text, (write) => `{ ${write}`)
        : [commands[action] ?? action],
    );
  });
}

const transaction = (text: string, written: (write: string) => string) =>
  Object.entries(transactWrites).flatMap(([write, action]) => (text.includes(written(write)) ? [action] : []));
