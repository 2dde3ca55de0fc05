import { writeFileSync } from "node:fs";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import type { ProjectCopy } from "../support/project-copy";
import type { ClientConfig } from "./balancer";
import { location } from "./truth";

/** Makes the bucket of the states and the table of their locks. */
export async function makeBackend(config: ClientConfig): Promise<void> {
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const Bucket = location.bucket;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  await new DynamoDBClient(config).send(
    new CreateTableCommand({
      TableName: location.lockTable,
      AttributeDefinitions: [{ AttributeName: "LockID", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "LockID", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
}

/** A Terraform that gives up at once where a state is locked: it would wait in the time of this machine. @returns its program */
export function impatientTerraform(copy: ProjectCopy): string {
  const file = copy.path("impatient-terraform");
  const change = 'case "$arg" in -lock-timeout=*) arg=-lock-timeout=0s ;; esac';
  const script = `#!/bin/sh\nfor arg do\n  shift\n  ${change}\n  set -- "$@" "$arg"\ndone\nexec terraform "$@"\n`;
  writeFileSync(file, script, { mode: 0o755 });
  return file;
}
