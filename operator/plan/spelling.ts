import { isIPv6 } from "node:net";
import { amountOf } from "../../modules/kubernetes/quantities";

/** A spelling of which services choose the form themselves. */
interface Spelling {
  /** The attributes or members of JSON that hold it. @default - any */
  readonly keys?: RegExp;
  /** The whole text. */
  readonly text: RegExp;
  /** The same text for all spellings of one thing. */
  readonly as: (text: string) => string;
}

const lower = (text: string) => text.toLowerCase();
const after = (pattern: RegExp) => (text: string) => text.replace(pattern, "");

/** The first that fits counts. Each is a form that a service or a provider is known to change: `__tests__/operator/drift/normalisations/`. */
const spellings: readonly Spelling[] = [
  // The id of a key alone is enough for every service, and some answer with it.
  { text: /^arn:[\w-]+:kms:[\w-]*:\d*:key\/.+$/i, as: (text) => lower(text.replace(/^.*:key\//i, "")) },
  // Names of objects differ by case; their bucket has none.
  { text: /^arn:[\w-]+:s3:::[^/]+\/.*$/, as: (text) => text },
  // A policy names an account by its number or by its root.
  { keys: /^(AWS|principal)$/, text: /^arn:[\w-]+:iam::\d{12}:root$/, as: (text) => text.split(":")[4] as string },
  {
    keys: /^(cluster|task_definition)$/,
    text: /^arn:[\w-]+:ecs:[\w-]*:\d*:(cluster|task-definition)\/.+$/,
    as: after(/^.*:(cluster|task-definition)\//),
  },
  { text: /^arn:[\w-]+:[\w-]+:[\w-]*:\d*:.+$/i, as: lower },
  { text: /^\/subscriptions\/[\w-]+(\/.*)?$/i, as: lower },
  {
    text: /^(https:\/\/(www|compute)\.googleapis\.com\/[\w-]+\/(v1|beta)\/|\/\/[\w-]+\.googleapis\.com\/)projects\/.+$/,
    as: after(/^.*?(?=projects\/)/),
  },
  { keys: /^(Not)?Action$/, text: /^[\w-]+:[\w*?]+$/, as: lower },
  { keys: /window$/, text: /^[a-z]{3}:\d\d:\d\d-[a-z]{3}:\d\d:\d\d$/i, as: lower },
  {
    keys: /^(name|fqdn|zone|zone_name|domain(_name)?|dns_name|records|rrdatas?)$/,
    text: /^[\w*-]+(\.[\w-]+)+\.$/,
    as: (text) => lower(text).slice(0, -1),
  },
  { keys: /cidr|ipv6|address/, text: /^[0-9a-f:.]*:[0-9a-f:.]*(\/\d+)?$/i, as: sixthVersion },
  { keys: /^(cpu|memory|storage|ephemeral-storage)$/, text: /^\d+(\.\d+)?(m|k|[KMGT]i?)?$/, as: quantity },
];

/** A text in one of its spellings for all of them. */
export function spelled(text: string, key: string): string {
  const found = spellings.find((of) => (of.keys?.test(key) ?? true) && of.text.test(text));
  // Services end lines as they like, and drop what is not seen at the end.
  return found ? found.as(text) : text.replaceAll("\r\n", "\n").trimEnd();
}

function sixthVersion(text: string): string {
  const [address = "", bits] = text.split("/");
  if (!isIPv6(address)) return text;
  const short = new URL(`http://[${address}]`).hostname.slice(1, -1);
  return bits === undefined ? short : `${short}/${bits}`;
}

/** Kubernetes keeps one spelling of each amount: `1000m` is `1`, `1024Mi` is `1Gi`. */
function quantity(text: string): string {
  // Some write a large K for a thousand, too.
  const amount = amountOf(text.replace(/K$/, "k"));
  return amount === undefined ? text : String(Number(amount.toPrecision(12)));
}
