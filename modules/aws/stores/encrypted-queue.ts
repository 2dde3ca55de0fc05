import { SqsQueue, type SqsQueueConfig } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import type { Construct } from "constructs";
import { policyDocument } from "../access/policy";

interface EncryptedQueueProps extends Omit<SqsQueueConfig, "kmsMasterKeyId"> {
  readonly name: string;
  readonly keyArn: string;
}

/** The longest that SQS allows, 14 days: time to look at failed messages and to send them again. */
const longestRetentionSeconds = 14 * 86_400;

/** A queue that is encrypted under the given key and refuses requests without TLS. */
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

/** A queue that keeps failed messages for 14 days, so that people can look at them. */
export function deadLetterQueue(scope: Construct, id: string, props: { name: string; keyArn: string }): SqsQueue {
  return encryptedQueue(scope, id, { ...props, messageRetentionSeconds: longestRetentionSeconds });
}
