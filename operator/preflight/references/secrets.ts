import type { StackView } from "../look/stack-view";

/** A secret or parameter that a stack reads. */
export interface SecretReference {
  /** Its ARN or name. */
  readonly id: string;
  readonly store: "secrets-manager" | "parameter-store";
  /** The key of its JSON object that is read. @default - the whole value */
  readonly property?: string;
  /** The stack that makes it; people put its value. @default - none of the stacks makes it */
  readonly madeBy?: string;
}

const secretArn = /arn:aws[\w-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+/;

/** What External Secrets reads, in the values of a chart: there each quote has backslashes before it. */
const external =
  /\\*"store\\*":\\*"(secrets-manager|parameter-store)\\*",\\*"key\\*":\\*"([^"\\$]+)\\*"(?:,\\*"property\\*":\\*"([^"\\$]+))?/g;

/** A container's secret that is a parameter. */
const parameterArn = /\\*"valueFrom\\*":\s*\\*"(arn:aws[\w-]*:ssm:[a-z0-9-]+:\d{12}:parameter\/[\w/.-]+)\\*"/g;

/** The secrets that a stack reads by a literal reference, and those that it makes without a value. What another stack fills is none. */
export function secretsOf(stack: StackView, all: readonly StackView[]): SecretReference[] {
  const byArn = stack.literals(secretArn).map((id): SecretReference => ({ id, store: "secrets-manager" }));
  const inCharts = [...stack.text.matchAll(external)].map(
    ([, store, id = "", property]): SecretReference => ({
      id,
      store: store as SecretReference["store"],
      ...(property && { property }),
    }),
  );
  const parameters = [
    ...[...stack.text.matchAll(parameterArn)].map(([, arn = ""]) => arn),
    ...stack
      .bodies("aws_codebuild_project")
      .flatMap(({ environment }) => JSON.stringify(environment).match(/\{[^{}]*"PARAMETER_STORE"[^{}]*\}/g) ?? [])
      .map((variable) => String((JSON.parse(variable) as { value: string }).value)),
  ];
  const ofParameters = parameters
    .filter((id) => !id.includes("${"))
    .map((id): SecretReference => ({ id, store: "parameter-store" }));
  const referred = [...byArn, ...inCharts, ...ofParameters].filter((secret) => !isFilledBy(secret, all));
  return unique([...referred.map((secret) => ({ ...secret, ...maker(secret, all) })), ...unfilled(stack)]);
}

/** Whether one of the stacks makes it with its value. */
function isFilledBy({ id, store }: SecretReference, all: readonly StackView[]): boolean {
  if (store === "secrets-manager") return false;
  const name = id.replace(/^arn:.*?:parameter/, "");
  return all.some((stack) => stack.bodies("aws_ssm_parameter").some((body) => body["name"] === name));
}

function maker({ id }: SecretReference, all: readonly StackView[]): Pick<SecretReference, "madeBy"> {
  const found = all.find((stack) => unfilled(stack).some((made) => made.id === id));
  return found ? { madeBy: found.id } : {};
}

/** The secrets that a stack makes and gives no value. */
function unfilled(stack: StackView): SecretReference[] {
  const filled = stack.bodies("aws_secretsmanager_secret_version").map(({ secret_id }) => stack.referred(secret_id));
  return stack
    .resources("aws_secretsmanager_secret")
    .filter(({ address, body }) => body["name"] && !filled.some((it) => it?.address === address))
    .map(({ body }) => ({ id: String(body["name"]), store: "secrets-manager" as const, madeBy: stack.id }));
}

function unique(secrets: readonly SecretReference[]): SecretReference[] {
  const key = ({ id, property = "" }: SecretReference) => `${id}#${property}`;
  return [...new Map(secrets.map((secret) => [key(secret), secret])).values()];
}
