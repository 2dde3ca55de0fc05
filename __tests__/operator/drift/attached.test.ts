import { attachments } from "../../../operator/drift/attached";
import { judge } from "../../../operator/drift/judge";

/** Attributes in which a resource shows what another resource of its stack gives it. */

const inline = (name: string) => ({ name, policy: "{}" });
const arn = (name: string) => `arn:aws:iam::123456789012:policy/${name}`;

interface Case {
  readonly type: string;
  readonly before: object;
  readonly after: object;
  readonly others: readonly (readonly [type: string, values: object])[];
  readonly set?: readonly string[];
  readonly planned?: object;
}

function found({ type, before, after, others, set = [], planned = after }: Case): string[] {
  const ids = { id: "one", arn: "arn:one" };
  const address = `${type}.one`;
  const given = others.map(([of, values], n) => ({
    address: `${of}.n${n}`,
    mode: "managed",
    change: { actions: ["no-op"], before: values, after: values },
  }));
  const actions = [planned === after ? "no-op" : "update"];
  const own = {
    address,
    type,
    mode: "managed",
    change: { actions, before: { ...ids, ...after }, after: { ...ids, ...planned } },
  };
  const drift = { ...own, change: { actions: ["update"], before: { ...ids, ...before }, after: { ...ids, ...after } } };
  const expressions = Object.fromEntries(set.map((key) => [key, { constant_value: "x" }]));
  const plan = {
    resource_changes: [own, ...given],
    resource_drift: [drift],
    configuration: { root_module: { resources: [{ address, expressions }] } },
  };
  const { found: all } = judge({ plan, ignored: () => false });
  const texts = all.map(({ kind, attribute }) => `${kind} ${attribute.split(".")[0]}`);
  return [...new Set(texts)];
}

const inlineOf = (...names: string[]): Case => ({
  type: "aws_iam_role",
  before: { inline_policy: [] },
  after: { inline_policy: names.map(inline) },
  others: [
    ["aws_iam_role_policy", { role: "one", name: "a" }],
    ["aws_iam_role_policy", { role: "other", name: "b" }],
  ],
});
const managedOf = (...names: string[]): Case => ({
  type: "aws_iam_role",
  before: { managed_policy_arns: null },
  after: { managed_policy_arns: names.map(arn) },
  others: [["aws_iam_role_policy_attachment", { role: "one", policy_arn: arn("a") }]],
});
const policy: Case = {
  type: "aws_sqs_queue",
  before: { policy: "" },
  after: { policy: '{"Version":"2012-10-17"}' },
  others: [["aws_sqs_queue_policy", { queue_url: "one" }]],
};

test.each([
  ["an inline policy", inlineOf("a")],
  ["a managed policy", managedOf("a")],
  ["one that was detached for a moment", { ...managedOf(), before: { managed_policy_arns: [arn("a")] } }],
  ["a queue's policy", policy],
  [
    "a route",
    {
      type: "aws_route_table",
      before: { route: [] },
      after: { route: [{ cidr_block: "0.0.0.0/0", ipv6_cidr_block: "", gateway_id: "igw-1" }] },
      others: [["aws_route", { route_table_id: "one", destination_cidr_block: "0.0.0.0/0" }]],
    },
  ],
] as [string, Case][])("%s that another resource of the state gives is left out", (_, one) => {
  expect(found(one)).toEqual([]);
});

test.each<[what: string, one: Case, found: string[]]>([
  ["an inline policy by hand", inlineOf("a", "by-hand"), ["unset inline_policy"]],
  ["another role's policy", inlineOf("b"), ["unset inline_policy"]],
  ["a managed policy by hand", managedOf("a", "by-hand"), ["unset managed_policy_arns"]],
  ["a policy of a queue that nothing gives one", { ...policy, others: [] }, ["unset policy"]],
  ["another queue's policy", { ...policy, others: [["aws_sqs_queue_policy", { queue_url: "two" }]] }, ["unset policy"]],
  [
    "one that our JSON sets, and the plan takes back",
    { ...managedOf("a"), set: ["managed_policy_arns"], planned: { managed_policy_arns: [] } },
    ["drift managed_policy_arns"],
  ],
  [
    "another attribute",
    { ...policy, after: { delay_seconds: 5 }, before: { delay_seconds: 0 } },
    ["unset delay_seconds"],
  ],
])("%s is listed", (_, one, list) => {
  expect(found(one)).toEqual(list);
});

test.each(
  attachments.map(({ type, attribute, by }) => [`${type}.${attribute}`, by[0], { type, attribute, by }] as const),
)("%s is left out only where an %s is there", (_, of, { type, attribute, by: [, link] }) => {
  const one = {
    type,
    before: { [attribute]: [] },
    after: { [attribute]: [] },
    others: [[of, { [link]: "one" }]] as never,
  };
  expect(found(one)).toEqual([]);
});
