import "cdktf/lib/testing/adapters/jest";
import { PubsubSubscription } from "@cdktf/provider-google/lib/pubsub-subscription";
import { PubsubSubscriptionIamMember } from "@cdktf/provider-google/lib/pubsub-subscription-iam-member";
import { PubsubTopic } from "@cdktf/provider-google/lib/pubsub-topic";
import { PubsubTopicIamMember } from "@cdktf/provider-google/lib/pubsub-topic-iam-member";
import { WorkQueue } from "../../../../modules/gcp/stores/work-queue";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const made = synthesized((scope) => {
  new WorkQueue(scope, "queue", { names, name: "worker", projectNumber: "123456789012" });
});

describe("WorkQueue", () => {
  test("a message goes to the dead letters after five deliveries and is kept there for two weeks", () => {
    expect(made).toHaveResourceWithProperties(PubsubSubscription, {
      name: expect.stringContaining("queue_topic"),
      ack_deadline_seconds: 300,
      message_retention_duration: "345600s",
      dead_letter_policy: {
        dead_letter_topic: expect.stringContaining("queue_dead-letters"),
        max_delivery_attempts: 5,
      },
    });
    expect(made).toHaveResourceWithProperties(PubsubSubscription, {
      topic: expect.stringContaining("queue_dead-letters"),
      message_retention_duration: "1209600s",
    });
  });

  test("Pub/Sub may move messages to the dead letters", () => {
    const member = "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com";
    expect(made).toHaveResourceWithProperties(PubsubTopicIamMember, {
      topic: expect.stringContaining("queue_dead-letters"),
      role: "roles/pubsub.publisher",
      member,
    });
    expect(made).toHaveResourceWithProperties(PubsubSubscriptionIamMember, {
      role: "roles/pubsub.subscriber",
      member,
    });
  });

  test("messages stay in the region, and an idle subscription is not deleted", () => {
    for (const topic of made.all(PubsubTopic)) {
      expect(topic.message_storage_policy).toMatchObject({ allowed_persistence_regions: ["us-central1"] });
    }
    for (const subscription of made.all(PubsubSubscription)) {
      expect(subscription.expiration_policy).toEqual({ ttl: "" });
    }
  });
});
