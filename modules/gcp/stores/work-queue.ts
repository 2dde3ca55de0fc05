import { PubsubSubscription } from "@cdktf/provider-google/lib/pubsub-subscription";
import { PubsubSubscriptionIamMember } from "@cdktf/provider-google/lib/pubsub-subscription-iam-member";
import { PubsubTopic } from "@cdktf/provider-google/lib/pubsub-topic";
import { PubsubTopicIamMember } from "@cdktf/provider-google/lib/pubsub-topic-iam-member";
import { Construct } from "constructs";
import type { Names } from "../../names";
import type { QueueConnection } from "../containers/service-connections";

export interface WorkQueueProps {
  readonly names: Names;
  readonly name: string;
  /** Number of the project: its Pub/Sub is what moves a message to the dead letters. */
  readonly projectNumber: string;
  /** KMS key of the messages (`EncryptionKey` for the service `pubsub`). @default - keys that Google manages */
  readonly keyId?: string;
  /** How long one worker may take before another gets the message, 10 to 600 s (Pub/Sub limits). @default 300 */
  readonly visibilitySeconds?: number;
  /** Deliveries before a message goes to the dead letters, 5 to 100 (Pub/Sub limits). @default 5 */
  readonly maxDeliveries?: number;
}

/** A Pub/Sub topic with the subscription that a worker pulls from, and dead letters for what it cannot handle. */
export class WorkQueue extends Construct implements QueueConnection {
  readonly topicId: string;
  readonly subscriptionId: string;
  /** By which Cloud Monitoring names the subscription. */
  readonly subscriptionName: string;
  /** The subscription that keeps the dead letters. */
  readonly deadLetterSubscriptionName: string;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { names, name } = props;
    const day = 86_400;
    const makeTopic = (part: string) =>
      new PubsubTopic(this, part, {
        name: names.of("gcp_resource", part === "topic" ? name : `${name}-${part}`),
        kmsKeyName: props.keyId,
        messageStoragePolicy: { allowedPersistenceRegions: [names.region], enforceInTransit: true },
      });
    // Neither subscription goes away for being idle.
    const lasting = { expirationPolicy: { ttl: "" } };

    const topic = makeTopic("topic");
    const deadLetters = makeTopic("dead-letters");
    const kept = new PubsubSubscription(this, "dead-letters-subscription", {
      ...lasting,
      name: deadLetters.name,
      topic: deadLetters.id,
      messageRetentionDuration: `${14 * day}s`, // Time to look and to send them again.
    });
    const subscription = new PubsubSubscription(this, "subscription", {
      ...lasting,
      name: topic.name,
      topic: topic.id,
      ackDeadlineSeconds: props.visibilitySeconds ?? 300,
      messageRetentionDuration: `${4 * day}s`,
      retryPolicy: { minimumBackoff: "10s", maximumBackoff: "600s" },
      deadLetterPolicy: { deadLetterTopic: deadLetters.id, maxDeliveryAttempts: props.maxDeliveries ?? 5 },
    });
    const pubsub = `serviceAccount:service-${props.projectNumber}@gcp-sa-pubsub.iam.gserviceaccount.com`;
    new PubsubTopicIamMember(this, "dead-letters-publisher", {
      topic: deadLetters.id,
      role: "roles/pubsub.publisher",
      member: pubsub,
    });
    new PubsubSubscriptionIamMember(this, "forwarder", {
      subscription: subscription.id,
      role: "roles/pubsub.subscriber",
      member: pubsub,
    });

    this.topicId = topic.id;
    this.subscriptionId = subscription.id;
    this.subscriptionName = subscription.name;
    this.deadLetterSubscriptionName = kept.name;
  }
}
