import type { Block, StackView } from "../look/stack-view";

// Not a pattern of names, such as `role/shop-*`.
const roleArn = /arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+(?![\w+=,.@/*?-])/;
const certificateArn = /arn:aws[\w-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+/;
const modelArn = /arn:aws[\w-]*:bedrock:[a-z0-9-]*:\d*:(?:foundation-model|inference-profile)\/[\w.:/-]+/;
const zoneArn = /arn:aws[\w-]*:route53:::hostedzone\/\w+/;

/** A role that a stack names and does not make. */
export interface RoleReference {
  readonly arn: string;
  readonly account: string;
  readonly name: string;
  /** The service of a service-linked role, such as autoscaling.amazonaws.com. @default - another role */
  readonly service?: string;
  /** Another stack that makes it. @default - none of the account's does */
  readonly madeBy?: string;
}

/** The roles that a stack names: in policies, access entries, and as whom Terraform runs. */
export function rolesOf(stack: StackView, all: readonly StackView[]): RoleReference[] {
  const makes = (it: StackView, name: string) => it.bodies("aws_iam_role").some((body) => body["name"] === name);
  const named = stack.literals(roleArn).map((arn) => {
    const path = arn.slice(arn.indexOf(":role/") + ":role/".length).split("/");
    const name = path.at(-1) as string;
    const service = path[0] === "aws-service-role" ? path[1] : undefined;
    const madeBy = all.find((it) => it.id !== stack.id && makes(it, name))?.id;
    const account = arn.split(":")[4] as string;
    return { arn, account, name, ...(service && { service }), ...(madeBy && { madeBy }) };
  });
  return named.filter(({ name, service }) => service || !makes(stack, name));
}

/** A permissions boundary that the roles of a stack have. */
export interface BoundaryReference {
  readonly arn: string;
  /** The stack that makes it. @default - none of the account's does */
  readonly madeBy?: string;
}

/** The permissions boundaries that a stack's roles name by their ARN. */
export function boundariesOf(stack: StackView, all: readonly StackView[]): BoundaryReference[] {
  const arns = stack.bodies("aws_iam_role").map(({ permissions_boundary }) => permissions_boundary);
  const literal = arns.filter((arn): arn is string => typeof arn === "string" && !arn.includes("${"));
  return [...new Set(literal)].map((arn) => {
    const name = arn.split("/").at(-1);
    const madeBy = all.find((it) => it.bodies("aws_iam_policy").some((body) => body["name"] === name))?.id;
    return { arn, ...(madeBy && { madeBy }) };
  });
}

/** The services whose role AWS makes at their first use, when the deploy that uses them has already failed. */
export function linkedServices(stack: StackView): string[] {
  return stack.bodies("aws_ecs_service").length > 0 ? ["ecs.amazonaws.com"] : [];
}

/** A zone that a stack writes records to, or lets others write to. */
export interface ZoneReference {
  readonly zone: string;
  /** The names that must be in it. */
  readonly names: readonly string[];
}

/** The zones of Route 53 that a stack names by their id. */
export function zonesOf(stack: StackView): ZoneReference[] {
  const isLiteral = (value: unknown) => typeof value === "string" && value !== "" && !value.includes("${");
  const records = stack.bodies("aws_route53_record").filter(({ zone_id }) => isLiteral(zone_id));
  const inPolicies = stack.literals(zoneArn).map((arn) => arn.split("/")[1] as string);
  const zones = [...new Set([...records.map(({ zone_id }) => zone_id as string), ...inPolicies])];
  return zones.map((zone) => {
    const names = records.filter(({ zone_id, name }) => zone_id === zone && isLiteral(name)).map(({ name }) => name);
    return { zone, names: [...new Set(names as string[])].sort() };
  });
}

/** A certificate of ACM that a stack names. */
export interface CertificateReference {
  readonly arn: string;
  /** The domains of what uses it, as far as the same resource names them. */
  readonly domains: readonly string[];
}

export function certificatesOf(stack: StackView): CertificateReference[] {
  return stack.literals(certificateArn).map((arn) => {
    const users = stack.resources().filter(({ body }) => JSON.stringify(body).includes(arn));
    const isLoadBalancer = users.some(({ type }) => type.startsWith("aws_lb_listener"));
    const domains = users.flatMap(({ body }) => [body["aliases"] ?? [], body["domain_name"] ?? []].flat(2));
    const literal = [...domains, ...(isLoadBalancer ? recordNames(stack) : [])].filter(
      (name): name is string => typeof name === "string" && !name.includes("${"),
    );
    return { arn, domains: [...new Set(literal)].sort() };
  });
}

/** The names that lead to a load balancer of the stack. */
function recordNames(stack: StackView): unknown[] {
  const alias = ({ alias }: Block) => stack.referred(([alias].flat()[0] as Block | undefined)?.["name"])?.type;
  return stack
    .bodies("aws_route53_record")
    .filter((body) => alias(body) === "aws_lb")
    .map(({ name }) => name);
}

/** A model of Bedrock that a stack may call. */
export interface ModelReference {
  readonly id: string;
  readonly kind: "foundation-model" | "inference-profile";
  /** Where it is called. @default - the region of the stack */
  readonly region?: string;
}

export function modelsOf(stack: StackView): ModelReference[] {
  return stack.literals(modelArn).map((arn) => {
    const [, , , region = "", , ...rest] = arn.split(":");
    const [kind = "", ...id] = rest.join(":").split("/");
    return { id: id.join("/"), kind: kind as ModelReference["kind"], ...(region && { region }) };
  });
}

/** The keys of tags that the budgets of a stack filter by. */
export function costTagsOf(stack: StackView): string[] {
  const filters = stack
    .bodies("aws_budgets_budget")
    .flatMap(({ cost_filter }) => [cost_filter ?? []].flat() as { name?: string; values?: string[] }[]);
  const values = filters.filter(({ name }) => name === "TagKeyValue").flatMap(({ values = [] }) => values);
  return [...new Set(values.map((value) => value.replace(/^user:/, "").split("$")[0] as string))].sort();
}

/** The buckets that a stack names and that none of the stacks makes, apart from the bucket of its state. */
export function bucketsOf(stack: StackView, all: readonly StackView[]): string[] {
  const made = all.flatMap((it) => it.bodies("aws_s3_bucket").map(({ bucket }) => bucket));
  const state = stack.backend.settings["bucket"];
  const named = stack
    .literals(/arn:aws[\w-]*:s3:::[a-z0-9][a-z0-9.-]{2,62}/)
    .map((arn) => arn.split(":::")[1] as string);
  // One that ends with a hyphen is the beginning of names.
  return named.filter((bucket) => bucket !== state && !made.includes(bucket) && !/[-.]$/.test(bucket));
}
