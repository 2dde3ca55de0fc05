import { resources, type StackJson } from "../stacks/synthesized";
import { nodesOf, reachedFrom } from "./dependencies";
import type { Offence } from "./rule";

/** What AWS looks for when a resource names it: a role or user, a zone, a certificate, a secret, a bucket, a web ACL, a VPC and its parts. */
const made =
  /^(arn:aws:(iam::\d{12}:(role|user)\/|acm:|secretsmanager:|wafv2:|s3:::|kms:).+|Z[A-Z0-9]{8,}|(vpc|subnet|sg)-[0-9a-f]{8,17})$/;

/** Whether an argument names one of them; not in IAM documents, which are not resources. */
function namesSomethingElse(value: unknown): boolean {
  if (typeof value === "string") return made.test(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((one) => namesSomethingElse(one));
}

/** What a certificate waits for: it is valid when its record is in the zone. */
const needed = /^aws_route53_record$/;

/**
 * AWS resources that wait, by an order without need, for one that names something that the stack does not make, such as an access entry of
 * a role: where that something is not there yet, they are never made. A reference to it is no such order, because it passes on a value.
 */
export function waitsForNothingForeign(stack: StackJson): Offence[] {
  const nodes = nodesOf(stack);
  const foreign = new Set(
    resources(stack)
      .filter(({ type, body }) => type.startsWith("aws_") && !needed.test(type) && namesSomethingElse(body))
      .map(({ address }) => address),
  );
  const leadsAway = (address: string) => [address, ...reachedFrom(address, nodes)].find((one) => foreign.has(one));
  return resources(stack).flatMap(({ address, body }) =>
    ((body.depends_on ?? []) as string[]).flatMap((other) => {
      const cause = leadsAway(other);
      return cause
        ? [{ address, must: `not wait for ${other}: ${cause} names something that the stack does not make` }]
        : [];
    }),
  );
}
