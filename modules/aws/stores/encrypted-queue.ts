import { SqsQueue, type SqsQueueConfig } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import type { Construct } from "constructs";
import { policyDocument } from "../access/policy";

interface EncryptedQueueProps extends Omit<SqsQueueConfig, "kmsMasterKeyId"> {
  readonly name: string;
  readonly keyArn: string;
}

/** SQS's longest, 14 days: time to look at what failed and to send it again. */
const longestRetentionSeconds = 14 * 86_400;

/** A queue under the given key that is reached over TLS only. */
export function encryptedQueue(scope: Construct, id: string, { keyArn, ...config }: EncryptedQueueProps): SqsQueue {
  const queue = new SqsQueue(scope, id, { ...config, kmsMasterKeyId: keyArn });
  new SqsQueuePolicy(scope, `${id}-policy`, {
    queueUrl: queue.url,
    policy: policyDocument(scope, `${id}-statements`, [
      {
        sid: "TlsOnly",
        effect: "Deny",
        actions: ["sqs:SendMessage", "sqs:ReceiveMessage"],
        resources: [queue.arn],
        principals: [{ type: "*", identifiers: ["*"] }],
        conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      },
    ]),
  });
  return queue;
}

/** Where what could not be worked off waits for somebody to look at it. */
export function deadLetterQueue(scope: Construct, id: string, props: { name: string; keyArn: string }): SqsQueue {
  return encryptedQueue(scope, id, { ...props, messageRetentionSeconds: longestRetentionSeconds });
}
