import type { StackJson } from "../stacks/synthesized";
import { resources } from "../stacks/synthesized";
import { watchesDeadLetters } from "./alarms";
import { admitsBodies } from "./api-bodies";
import * as aws from "./aws";
import * as events from "./aws-events";
import * as azure from "./azure";
import { copiesToVersioned, isBackedUpOnce } from "./copies";
import * as delivery from "./delivery";
import { mayChangeNothing, writesOwnLog } from "./functions";
import * as google from "./google";
import * as kubernetes from "./kubernetes";
import { waitsForWhatItNames } from "./literal-names";
import { waitsForNothingForeign } from "./made-elsewhere";
import { hasNoSecret, isNamed, leadsSomewhere } from "./references";
import { replacesWhatKeepsNothing } from "./replaceable";
import type { Body, Offence, Rule } from "./rule";
import { grantsNoBasicRole, namesActions, refusesPlainHttp } from "./statements";
import { isTagged } from "./tags";

/** What holds for every stack of every environment. */
export interface Policy {
  /** Names it in a list of exceptions. */
  readonly rule: string;
  /** What holds, as a sentence. */
  readonly title: string;
  /** What is wrong in a stack. */
  readonly find: (stack: StackJson) => readonly Offence[];
  /** It holds in protected environments only. @default false */
  readonly ifProtected?: boolean;
}

/** Something in a stack that does not keep a policy. */
export interface Finding extends Offence {
  readonly rule: string;
}

const encryption = [...aws.encryption, ...events.encryption, ...google.encryption, ...azure.encryption];

const exposure = [...aws.exposure, ...delivery.exposure, ...events.exposure, ...google.exposure, ...azure.exposure];

const tls = [...aws.tls, ...delivery.tls, ...google.tls, ...azure.tls];

const keepsData = [...aws.keepsData, ...events.keepsData, ...google.keepsData, ...azure.keepsData];

/** Every policy. */
export const policies: readonly Policy[] = [
  { rule: "encryption", title: "everything that stores data is encrypted", find: by(encryption) },
  { rule: "exposure", title: "nothing but the load balancer is public", find: by(exposure) },
  {
    rule: "pods",
    title: "pods have no right that they do not need, and nothing is installed unpinned",
    find: by(kubernetes.pods),
  },
  { rule: "tls", title: "every connection uses TLS", find: by(tls) },
  { rule: "failures", title: "failures are visible, and failed events are kept", find: by(events.failures) },
  { rule: "api_bodies", title: "a body that an API's models admit passes its firewall", find: admitsBodies },
  { rule: "queues", title: "every queue is reached over TLS only", find: guardsQueues },
  {
    rule: "function_rights",
    title: "no function may change its own resources or any rights",
    find: mayChangeNothing,
  },
  { rule: "function_logs", title: "a function may write its own log and no other", find: writesOwnLog },
  {
    rule: "buckets",
    title: "every bucket is encrypted, versioned, blocked for the public and reached over TLS only",
    find: guardsBuckets,
  },
  {
    rule: "statements",
    title: "no statement allows every action, or every resource where the service has finer ones",
    find: namesActions,
  },
  { rule: "secrets", title: "the JSON holds no secret", find: hasNoSecret },
  {
    rule: "references",
    title: "every reference leads to a resource, data source or variable of the same stack",
    find: leadsSomewhere,
  },
  {
    rule: "literal_names",
    title: "what names a resource of the same stack waits for it",
    find: waitsForWhatItNames,
  },
  {
    rule: "made_elsewhere",
    title: "nothing waits without need for what names something that the stack does not make",
    find: waitsForNothingForeign,
  },
  { rule: "dead_letters", title: "an alarm watches each dead-letter queue", find: watchesDeadLetters },
  { rule: "copies", title: "a bucket is copied to one that is versioned by then", find: copiesToVersioned },
  { rule: "backups", title: "one plan backs up a file system, not two", find: isBackedUpOnce },
  {
    rule: "roles",
    title: "no basic role is granted, and no role is granted to everyone",
    find: grantsNoBasicRole,
  },
  { rule: "tags", title: "everything carries the tags of its system, environment and stack", find: isTagged },
  { rule: "namespace", title: "a namespace denies what it does not allow", find: kubernetes.deniesTheRest },
  {
    rule: "replaceable",
    title: "what a failed first start leaves tainted can be replaced, in a protected environment too",
    find: replacesWhatKeepsNothing,
  },
  { rule: "keeps_data", title: "a protected environment keeps its data", find: by(keepsData), ifProtected: true },
  {
    rule: "locks",
    title: "a lock keeps Azure's stores of a protected environment from being deleted by hand",
    find: azure.locksStores,
    ifProtected: true,
  },
];

/** Everything in a stack that does not keep a policy. */
export function findingsOf(stack: StackJson, { isProtected }: { readonly isProtected: boolean }): Finding[] {
  return policies
    .filter(({ ifProtected = false }) => isProtected || !ifProtected)
    .flatMap(({ rule, find }) => find(stack).map((offence) => ({ rule, ...offence })));
}

function by(rules: readonly Rule[]): Policy["find"] {
  return (stack) =>
    rules.flatMap(({ type, must, holds }) =>
      resources(stack, type)
        .filter(({ body }) => !isKept(holds, body))
        .map(({ address }) => ({ address, must })),
    );
}

/** What a rule reads may not be there at all, as the standby of a database that has none. Then it is not kept. */
function isKept(holds: Rule["holds"], body: Body): boolean {
  try {
    return Boolean(holds(body));
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function guardsQueues(stack: StackJson): Offence[] {
  const guarded = resources(stack, "aws_sqs_queue_policy").map(({ body }) => body.queue_url);
  const unguarded = resources(stack, "aws_sqs_queue").filter(({ address }) => !guarded.includes(`\${${address}.url}`));
  return [
    ...unguarded.map(({ address }) => ({ address, must: "have an aws_sqs_queue_policy" })),
    ...refusesPlainHttp(stack, "aws_sqs_queue_policy"),
  ];
}

const bucketGuards = [
  "server_side_encryption_configuration",
  "versioning",
  "public_access_block",
  "policy",
  "lifecycle_configuration",
].map((name) => `aws_s3_bucket_${name}`);

function guardsBuckets(stack: StackJson): Offence[] {
  const unguarded = resources(stack, "aws_s3_bucket").flatMap(({ address }) =>
    bucketGuards
      .filter((type) => resources(stack, type).filter(({ body }) => isNamed(body.bucket, address)).length !== 1)
      .map((type) => ({ address, must: `have one ${type}` })),
  );
  return [...unguarded, ...refusesPlainHttp(stack, "aws_s3_bucket_policy")];
}
