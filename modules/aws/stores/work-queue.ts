import { Construct } from "constructs";
import type { Names } from "../../names";
import { deadLetterQueue, encryptedQueue } from "./encrypted-queue";

/** How long one worker may take before another one gets the message. */
const visibilitySeconds = 300;

/** Deliveries of a message before it goes to the dead-letter queue. */
const maxDeliveries = 5;

export interface WorkQueueProps {
  readonly names: Names;
  /** The last part of the queue's name. */
  readonly name: string;
  /** Encrypts both queues. */
  readonly keyArn: string;
}

/** A queue of jobs for a worker, with a dead-letter queue for those that fail. Encrypted, reached over TLS only. */
export class WorkQueue extends Construct {
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly queueName: string;
  readonly deadLetterQueueName: string;
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { names, name, keyArn } = props;

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
