import { resources, type StackJson } from "../stacks/synthesized";
import { nodesOf, reachedFrom } from "./dependencies";
import type { Body, Offence } from "./rule";

/**
 * Replications into a bucket of the same stack that do not wait for that bucket's versioning: S3 answers "Destination bucket must have
 * versioning enabled".
 */
export function copiesToVersioned(stack: StackJson): Offence[] {
  const nodes = nodesOf(stack);
  return resources(stack, "aws_s3_bucket_replication_configuration").flatMap(({ address, body }: Body) => {
    const reached = reachedFrom(address, nodes);
    const targets: string[] = body.rule.flatMap(({ destination }: Body) =>
      [...String(destination.bucket).matchAll(/aws_s3_bucket\.[\w-]+/g)].map(([bucket]) => bucket),
    );
    return targets
      .filter(
        (target) =>
          !resources(stack, "aws_s3_bucket_versioning").some(
            (versioning) => String(versioning.body.bucket).includes(`${target}.`) && reached.has(versioning.address),
          ),
      )
      .map((target) => ({ address, must: `wait for the versioning of ${target}, which gets the copies` }));
  });
}

/** File systems that two plans back up: EFS's own, and a plan that names the file system. */
export function isBackedUpOnce(stack: StackJson): Offence[] {
  const planned = resources(stack, "aws_backup_selection").flatMap(({ body }) => body.resources as string[]);
  return resources(stack, "aws_efs_backup_policy")
    .filter(({ body }: Body) => body.backup_policy.status === "ENABLED")
    .filter(({ body }) => planned.includes(String(body.file_system_id).replace(".id}", ".arn}")))
    .map(({ address }) => ({ address, must: "be off: a plan of the stack backs up the file system" }));
}
