import { PubsubSubscription } from "@cdktf/provider-google/lib/pubsub-subscription";
import { PubsubSubscriptionIamMember } from "@cdktf/provider-google/lib/pubsub-subscription-iam-member";
import { PubsubTopic } from "@cdktf/provider-google/lib/pubsub-topic";
import { PubsubTopicIamMember } from "@cdktf/provider-google/lib/pubsub-topic-iam-member";
import { Construct } from "constructs";
import type { Names } from "../../names";
import type { QueueConnection } from "../containers/service-connections";

export interface WorkQueueProps {
  readonly names: Names;
  /** The component that consumes the queue: the last part of the names. */
  readonly name: string;
  /** Number of the project; the account of Pub/Sub that moves messages to the dead letters contains it. */
  readonly projectNumber: string;
  /** KMS key of the messages (`EncryptionKey` for the service `pubsub`). @default - keys that Google manages */
  readonly keyId?: string;
}

/**
 * A Pub/Sub topic with a subscription for one worker. A message that is not acknowledged within 300 s is delivered again; after 5
 * deliveries it goes to the dead letters, which are kept for 14 days.
 */
export class WorkQueue extends Construct implements QueueConnection {
  /** `projects/…/topics/…` */
  readonly topicId: string;
  /** `projects/…/subscriptions/…` */
  readonly subscriptionId: string;
  /** Label `subscription_id` of its metrics in Cloud Monitoring. */
  readonly subscriptionName: string;
  /** The subscription that keeps the dead letters. */
  readonly deadLetterSubscriptionName: string;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { names, name } = props;
    const day = 86_400;
    const makeTopic = (part: string) =>
      new PubsubTopic(this, part, {
        name: names.of("gcp_topic", part === "topic" ? name : `${name}-${part}`),
        kmsKeyName: props.keyId,
        messageStoragePolicy: { allowedPersistenceRegions: [names.region], enforceInTransit: true },
      });
    // Without this, Pub/Sub deletes an idle subscription after 31 days.
    const lasting = { expirationPolicy: { ttl: "" } };

    const topic = makeTopic("topic");
    const deadLetters = makeTopic("dead-letters");
    const kept = new PubsubSubscription(this, "dead-letters-subscription", {
      ...lasting,
      name: deadLetters.name,
      topic: deadLetters.id,
      messageRetentionDuration: `${14 * day}s`, // Time to find the cause and send them again.
    });
    const subscription = new PubsubSubscription(this, "subscription", {
      ...lasting,
      name: topic.name,
      topic: topic.id,
      ackDeadlineSeconds: 300,
      messageRetentionDuration: `${4 * day}s`,
      retryPolicy: { minimumBackoff: "10s", maximumBackoff: "600s" },
      deadLetterPolicy: { deadLetterTopic: deadLetters.id, maxDeliveryAttempts: 5 },
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
