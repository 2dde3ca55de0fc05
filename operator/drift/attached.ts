import type { TouchedPlace, TouchedResource } from "../plan/plan-drift";
import { member, type PlanJson } from "../plan/plan-json";

/** An attribute in which a resource shows what another resource of the stack gives it: the provider reads it there, too. */
interface Attached {
  readonly type: string;
  readonly attribute: string;
  /** The type that gives it, and its attribute that names the resource. */
  readonly by: readonly [type: string, link: string];
  /** What of one member of the attribute, and of what gives it, has to be the same. @default - it gives the whole attribute */
  readonly key?: readonly [ofMember: (value: unknown) => unknown, ofGiver: (giver: unknown) => unknown];
}

const named = (name: string) => (value: unknown) => member(value, name);
const destinations = ["cidr_block", "ipv6_cidr_block", "prefix_list_id"];
const destination = (value: unknown) =>
  destinations.map((name) => member(value, `destination_${name}`) || member(value, name)).find(Boolean);
const queue = (attribute: string, by: string): Attached => ({
  type: "aws_sqs_queue",
  attribute,
  by: [by, "queue_url"],
});
const bucket = (attribute: string, by = attribute): Attached => ({
  type: "aws_s3_bucket",
  attribute,
  by: [`aws_s3_bucket_${by}`, "bucket"],
});

/** From the pages of the AWS provider on each type: these attributes are read also where a resource of their own sets them. */
export const attachments: readonly Attached[] = [
  {
    type: "aws_iam_role",
    attribute: "inline_policy",
    by: ["aws_iam_role_policy", "role"],
    key: [named("name"), named("name")],
  },
  {
    type: "aws_iam_role",
    attribute: "managed_policy_arns",
    by: ["aws_iam_role_policy_attachment", "role"],
    key: [(arn) => arn, named("policy_arn")],
  },
  {
    type: "aws_route_table",
    attribute: "route",
    by: ["aws_route", "route_table_id"],
    key: [destination, destination],
  },
  queue("policy", "aws_sqs_queue_policy"),
  queue("redrive_policy", "aws_sqs_queue_redrive_policy"),
  queue("redrive_allow_policy", "aws_sqs_queue_redrive_allow_policy"),
  { type: "aws_sns_topic", attribute: "policy", by: ["aws_sns_topic_policy", "arn"] },
  { type: "aws_kms_key", attribute: "policy", by: ["aws_kms_key_policy", "key_id"] },
  { type: "aws_secretsmanager_secret", attribute: "policy", by: ["aws_secretsmanager_secret_policy", "secret_arn"] },
  { type: "aws_api_gateway_rest_api", attribute: "policy", by: ["aws_api_gateway_rest_api_policy", "rest_api_id"] },
  bucket("policy"),
  bucket("versioning"),
  bucket("logging"),
  bucket("grant", "acl"),
  bucket("acl"),
  bucket("server_side_encryption_configuration"),
  bucket("lifecycle_rule", "lifecycle_configuration"),
  bucket("cors_rule", "cors_configuration"),
  bucket("website", "website_configuration"),
  bucket("replication_configuration"),
  bucket("object_lock_configuration"),
];

/** Whether other resources can give an attribute, also one that is named as what a service only reports, such as `managed_policy_arns`. */
export const isAttachment = (type: string, attribute: string): boolean =>
  attachments.some((row) => row.type === type && row.attribute === attribute);

/** By which of its attributes a resource is named elsewhere. */
const names = ["id", "arn", "name", "url", "bucket", "key_id"];

/**
 * Whether other resources of the state give a resource all that a place of it shows now. What is changed there by hand is drift of theirs;
 * what was attached by hand is not given by them.
 */
export function attachedIn({ resource_changes = [] }: PlanJson): (of: TouchedResource, place: TouchedPlace) => boolean {
  const givers = (type: string) =>
    resource_changes.filter(({ address, mode }) => mode !== "data" && address.startsWith(`${type}.`));
  return ({ type, found }, { keys: [attribute = ""] }) => {
    const ids = names.map((name) => member(found, name)).filter((id) => typeof id === "string" && id !== "");
    return attachments.some((row) => {
      if (row.type !== type || row.attribute !== attribute) return false;
      const [by, link] = row.by;
      const own = givers(by)
        .map(({ change }) => change.before)
        .filter((giver) => ids.includes(member(giver, link)));
      if (own.length === 0) return false;
      if (!row.key) return true;
      const [ofMember, ofGiver] = row.key;
      const given = own.map(ofGiver);
      const there = member(found, attribute);
      return Array.isArray(there) && there.every((one) => ofMember(one) !== undefined && given.includes(ofMember(one)));
    });
  };
}
