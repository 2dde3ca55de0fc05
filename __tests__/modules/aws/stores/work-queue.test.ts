import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Testing } from "cdktf";
import { WorkQueue } from "../../../../modules/aws/stores/work-queue";
import { names } from "../fixtures";

describe("WorkQueue", () => {
  const synthesized = Testing.synthScope((scope) => {
    new WorkQueue(scope, "jobs", { names, name: "worker", keyArn: "arn:aws:kms:us-east-1:111111111111:key/k" });
  });

  test("both queues are encrypted with the given key", () => {
    for (const name of ["test-execution-prod-worker", "test-execution-prod-worker-dead-letters"]) {
      expect(synthesized).toHaveResourceWithProperties(SqsQueue, {
        name,
        kms_master_key_id: "arn:aws:kms:us-east-1:111111111111:key/k",
      });
    }
  });

  test("a message that five deliveries do not finish goes to the dead-letter queue", () => {
    expect(synthesized).toContain('\\"maxReceiveCount\\":5');
  });

  test("only TLS reaches a queue", () => {
    expect(JSON.stringify(JSON.parse(synthesized).data).match(/aws:SecureTransport/g)).toHaveLength(2);
  });
});
