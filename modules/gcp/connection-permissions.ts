import { PubsubSubscriptionIamMember } from "@cdktf/provider-google/lib/pubsub-subscription-iam-member";
import { PubsubTopicIamMember } from "@cdktf/provider-google/lib/pubsub-topic-iam-member";
import { SecretManagerSecretIamMember } from "@cdktf/provider-google/lib/secret-manager-secret-iam-member";
import { SqlUser } from "@cdktf/provider-google/lib/sql-user";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member";
import { Fn, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { SecretVersion } from "./connection-variables";
import type { ServiceConnections } from "./service-connections";
import type { ServiceIdentity } from "./service-identity";

/** Roles of a service's account on the whole project, for what Google grants on nothing finer. */
export function projectRoles({ database, metricNamespace }: ServiceConnections, tracing: boolean): string[] {
  return [
    ...(tracing ? ["roles/cloudtrace.agent"] : []),
    ...(metricNamespace ? ["roles/monitoring.metricWriter"] : []),
    ...(database?.instanceName && !database.secretId ? ["roles/cloudsql.instanceUser"] : []),
  ];
}

export interface ConnectionPermissionsProps {
  readonly identity: ServiceIdentity;
  readonly connections: ServiceConnections;
  /** By variable. */
  readonly secrets: Readonly<Record<string, SecretVersion>>;
}

/** What a service's account may do to what it uses, each on just that resource. */
export class ConnectionPermissions extends Construct {
  /** A service that starts before them fails: it waits. */
  readonly grants: readonly TerraformResource[];

  constructor(scope: Construct, id: string, props: ConnectionPermissionsProps) {
    super(scope, id);
    const { member, email } = props.identity;
    const { database, mount, buckets = {}, sendsTo = {}, worksOff } = props.connections;
    const grants: TerraformResource[] = [];

    // One grant for each secret, even if two variables show it.
    const secrets = new Map(Object.entries(props.secrets).map(([variable, { secret }]) => [secret, variable]));
    for (const [secretId, variable] of secrets) {
      const role = "roles/secretmanager.secretAccessor";
      grants.push(new SecretManagerSecretIamMember(this, `secret-${variable}`, { secretId, role, member }));
    }
    const written = Object.entries(buckets).map(([key, { bucketName }]) => [`bucket-${key}`, bucketName]);
    if (mount && !written.some(([, bucketName]) => bucketName === mount.bucket.bucketName)) {
      written.push(["mount", mount.bucket.bucketName]);
    }
    for (const [key, bucket] of written) {
      grants.push(new StorageBucketIamMember(this, key, { bucket, role: "roles/storage.objectUser", member }));
    }
    for (const [key, { topicId: topic }] of Object.entries(sendsTo)) {
      grants.push(new PubsubTopicIamMember(this, `topic-${key}`, { topic, role: "roles/pubsub.publisher", member }));
    }
    if (worksOff) {
      const role = "roles/pubsub.subscriber";
      const { subscriptionId: subscription } = worksOff;
      grants.push(new PubsubSubscriptionIamMember(this, "subscription", { subscription, role, member }));
    }
    if (database?.instanceName && !database.secretId) {
      grants.push(
        new SqlUser(this, "database-user", {
          instance: database.instanceName,
          name: Fn.trimsuffix(email, ".gserviceaccount.com"),
          type: "CLOUD_IAM_SERVICE_ACCOUNT",
          // PostgreSQL drops no user that owns something.
          deletionPolicy: "ABANDON",
        }),
      );
    }
    this.grants = grants;
  }
}
