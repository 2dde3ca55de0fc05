import { resources, type StackJson } from "../stacks/synthesized";
import { nodesOf, reachedFrom } from "./dependencies";
import type { Body, Offence } from "./rule";

/** Keys whose values are labels or titles: nothing has to exist for them. */
const labels = /^(tags|labels|match_labels|selector|node_selector|target_tags|source_tags|display_?name|description)$/i;

/** What many resources are called after, or what is unique within its parent only: an equal text is no name of theirs. */
const sharesItsName =
  /^(aws_route53_|google_dns_|azurerm_dns_|aws_service_discovery_service$|aws_iam_role_policy$)|_(stage|iam_member)$/;

/** Arguments that name something of the same stack that need not exist yet. Each has its reason. */
const harmless: readonly { readonly type: RegExp; readonly path: RegExp; readonly because: string }[] = [
  {
    type: /^aws_cloudwatch_(metric_alarm|dashboard)$/,
    path: /\.dimensions\.|^dashboard_body/,
    because: "CloudWatch takes the name of a metric that has no value yet",
  },
  { type: /^aws_wafv2_web_acl$/, path: /metric_name$/, because: "the name of its own metric" },
  {
    type: /^data\.aws_iam_policy_document$/,
    path: /\.(resources|condition)\b/,
    because: "IAM does not look whether a resource exists; it does look for a principal",
  },
  {
    type: /^aws_lambda_function$/,
    path: /^environment\.variables\./,
    because: "read when the function runs, and what it names may need the function first",
  },
  { type: /^aws_ecs_task_definition$/, path: /^container_definitions/, because: "the name of its own service" },
  { type: /^aws_ssm_parameter$/, path: /^value$/, because: "read when the application runs" },
  { type: /^aws_cloudwatch_event_rule$/, path: /^event_pattern/, because: "a pattern matches what comes later" },
  {
    type: /^aws_scheduler_schedule$/,
    path: /^target\.arn$/,
    because:
      "EventBridge Scheduler reaches for its target when it sends, and the topic is made with the alarms at the end",
  },
  {
    type: /^(azurerm_container_|google_cloud_run_)/,
    path: /environment_variables\.|\benv\[/,
    because:
      "read when the container runs; the first certificate, a queue or a namespace may be called like the system",
  },
  {
    type: /^google_/,
    path: /^project$/,
    because: "no stack makes a project, and a project may be called like a system",
  },
  { type: /^google_logging_project_bucket_config$/, path: /^bucket_id$/, because: "its own name" },
  {
    type: /^(helm|kubernetes)_/,
    path: /^(?!.*namespace$)/,
    because: "the API server takes the name of an object that comes later, but for the namespace that an object is in",
  },
];

/**
 * Arguments that equal the physical name of a resource of the same stack, or an ARN that ends with it, without a dependency on that resource:
 * Terraform may use the name before the resource exists. An emulator does not see that; a cloud refuses it in the first apply.
 */
export function waitsForWhatItNames(stack: StackJson): Offence[] {
  const nodes = nodesOf(stack);
  const owners = new Map<string, string[]>();
  for (const { address, type, body } of resources(stack)) {
    if (sharesItsName.test(type)) continue;
    for (const name of ownNames(type, body)) owners.set(name, [...(owners.get(name) ?? []), address]);
  }
  const found: Offence[] = [];
  for (const [address, body] of nodes) {
    const type = typeOf(address);
    for (const { path, text } of textsOf(body)) {
      const name = /^arn:[^*]*[:/]([^:/]+)$/.exec(text)?.[1] ?? text;
      const named = (owners.get(name) ?? []).filter((owner) => owner !== address && cloudOf(owner) === cloudOf(type));
      if (named.length === 0 || isIdentity(type, path) || isHarmless(type, path)) continue;
      const reached = reachedFrom(address, nodes);
      if (named.some((owner) => reached.has(owner))) continue;
      found.push({ address, must: `depend on ${named.join(" or ")}, whose name it holds as text in ${path}: ${text}` });
    }
  }
  return found;
}

/** The type of a resource (`aws_s3_bucket`) or data source (`data.aws_vpc`). */
const typeOf = (address: string) => (/^(data\.)?\w+/.exec(address) as RegExpExecArray)[0];

/** The provider of a type or address. */
const cloudOf = (of: string) => of.replace(/^data\./, "").split("_")[0];

const isHarmless = (type: string, path: string) => harmless.some((one) => one.type.test(type) && one.path.test(path));

/** The names under which the cloud knows a resource. */
function ownNames(type: string, body: Body): string[] {
  const texts = textsOf(body).filter(({ path }) => isIdentity(type, path));
  return texts.map(({ text }) => text).filter((text) => text.length > 3 && !text.includes("${"));
}

/** Whether an argument is the resource's own name: `name`, or the type's last words, as `bucket` of `aws_s3_bucket`. A data source has none. */
function isIdentity(type: string, path: string): boolean {
  if (type.startsWith("data.")) return false;
  if (/^(name|identifier|family|metadata(\[0\])?\.name)$/.test(path)) return true;
  return /^\w+$/.test(path) && type.endsWith(`_${path.replace(/_(name|id|identifier)$/, "")}`);
}

type Text = { readonly path: string; readonly text: string };

/** Every text of a resource with its path, also those of JSON in texts. */
function textsOf(value: unknown, path = ""): Text[] {
  if (typeof value === "string") {
    const inner = parsed(value);
    return inner ? textsOf(inner, path) : [{ path, text: value }];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => textsOf(item, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .filter(([key]) => key !== "//" && !labels.test(key))
    .flatMap(([key, child]) => textsOf(child, path ? `${path}.${key}` : key));
}

function parsed(text: string): object | undefined {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}
