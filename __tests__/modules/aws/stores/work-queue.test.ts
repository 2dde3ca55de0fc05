import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { WorkQueue } from "../../../../modules/aws/stores/work-queue";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

describe("WorkQueue", () => {
  const made = synthesized((scope) => {
    new WorkQueue(scope, "jobs", { names, name: "worker", keyArn: "arn:aws:kms:us-east-1:111111111111:key/k" });
  });

  test("both queues are encrypted with the given key", () => {
    for (const name of ["test-execution-prod-worker", "test-execution-prod-worker-dead-letters"]) {
      expect(made).toHaveResourceWithProperties(SqsQueue, {
        name,
        kms_master_key_id: "arn:aws:kms:us-east-1:111111111111:key/k",
      });
    }
  });

  test("a message that five deliveries do not finish goes to the dead-letter queue", () => {
    const { redrive_policy } = made.all(SqsQueue).find(({ name }) => name === "test-execution-prod-worker");
    expect(JSON.parse(redrive_policy)).toEqual({
      deadLetterTargetArn: expect.stringMatching(/^\$\{aws_sqs_queue\.\w*dead-letters\w*\.arn\}$/),
      maxReceiveCount: 5,
    });
  });

  test("only TLS reaches a queue", () => {
    const tlsOnly = {
      effect: "Deny",
      condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
    };
    expect(made.statements()).toEqual([expect.objectContaining(tlsOnly), expect.objectContaining(tlsOnly)]);
  });
});
