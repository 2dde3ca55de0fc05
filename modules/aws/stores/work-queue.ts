import { Construct } from "constructs";
import type { Names } from "../../names";
import { deadLetterQueue, encryptedQueue } from "./encrypted-queue";

export interface WorkQueueProps {
  readonly names: Names;
  readonly name: string;
  readonly keyArn: string;
  /** How long one worker may take before another gets the message. @default 300 */
  readonly visibilitySeconds?: number;
  /** Deliveries before a message goes to the dead-letter queue. @default 5 */
  readonly maxDeliveries?: number;
}

/** A queue that a worker works off, with a dead-letter queue for what it cannot; encrypted, and reached over TLS only. */
export class WorkQueue extends Construct {
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly queueName: string;
  readonly deadLetterQueueName: string;
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { names, name, keyArn, visibilitySeconds = 300, maxDeliveries = 5 } = props;

    const deadLetters = deadLetterQueue(this, "dead-letters", {
      name: names.of("queue", `${name}-dead-letters`),
      keyArn,
    });
    const queue = encryptedQueue(this, "queue", {
      name: names.of("queue", name),
      keyArn,
      visibilityTimeoutSeconds: visibilitySeconds,
      messageRetentionSeconds: 4 * 86_400,
      receiveWaitTimeSeconds: 20,
      redrivePolicy: `{"deadLetterTargetArn":"${deadLetters.arn}","maxReceiveCount":${maxDeliveries}}`,
    });

    this.queueUrl = queue.url;
    this.queueArn = queue.arn;
    this.queueName = queue.name;
    this.deadLetterQueueName = deadLetters.name;
    this.keyArn = keyArn;
  }
}
