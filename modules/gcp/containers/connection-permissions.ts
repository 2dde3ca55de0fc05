import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { PubsubSubscriptionIamMember } from "@cdktf/provider-google/lib/pubsub-subscription-iam-member";
import { PubsubTopicIamMember } from "@cdktf/provider-google/lib/pubsub-topic-iam-member";
import { SecretManagerSecretIamMember } from "@cdktf/provider-google/lib/secret-manager-secret-iam-member";
import { SqlUser } from "@cdktf/provider-google/lib/sql-user";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member";
import { Fn, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import type { ServiceIdentity } from "../access/service-identity";
import type { SecretVersion } from "./connection-variables";
import type { ServiceConnections } from "./service-connections";

export interface ConnectionPermissionsProps {
  readonly names: Names;
  /** The account that gets the roles. */
  readonly identity: ServiceIdentity;
  readonly connections: ServiceConnections;
  /** Secrets of the container, by variable. */
  readonly secrets: Readonly<Record<string, SecretVersion>>;
}

/** Roles of a service's account on the resources that it uses, each granted on that one resource. */
export class ConnectionPermissions extends Construct {
  /** A service depends on them, because it fails when it starts before them. */
  readonly grants: readonly TerraformResource[];

  constructor(scope: Construct, id: string, props: ConnectionPermissionsProps) {
    super(scope, id);
    const { member, email } = props.identity;
    const { database, cache, mount, buckets = {}, sendsTo = {}, consumes, configuration } = props.connections;
    const grants: TerraformResource[] = [];

    // One grant per secret, even if two variables hold it.
    const secrets = new Map(Object.entries(props.secrets).map(([variable, { secret }]) => [secret, variable]));
    configuration?.secretIds.forEach((secretId, index) => {
      secrets.set(secretId, `configuration-${index}`);
    });
    for (const [secretId, key] of secrets) {
      const role = "roles/secretmanager.secretAccessor";
      grants.push(new SecretManagerSecretIamMember(this, `secret-${key}`, { secretId, role, member }));
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
    if (consumes) {
      const role = "roles/pubsub.subscriber";
      const { subscriptionId: subscription } = consumes;
      grants.push(new PubsubSubscriptionIamMember(this, "subscription", { subscription, role, member }));
    }
    // Google grants these on a project only; the condition limits them to one instance.
    const login = (store: string, role: string, instance: string) =>
      new ProjectIamMember(this, `${store}-login`, {
        project: props.names.accountId,
        role,
        member,
        condition: { title: "one instance", expression: `resource.name == "${instance}"` },
      });
    if (cache) grants.push(login("cache", "roles/memorystore.dbConnectionUser", cache.instanceName));
    if (database) {
      const { instanceName: instance } = database;
      const full = `projects/${props.names.accountId}/instances/${instance}`;
      const user = new SqlUser(this, "database-user", {
        instance,
        name: Fn.trimsuffix(email, ".gserviceaccount.com"),
        type: "CLOUD_IAM_SERVICE_ACCOUNT",
        deletionPolicy: "ABANDON", // PostgreSQL refuses to drop a user that owns something.
      });
      grants.push(login("database", "roles/cloudsql.instanceUser", full), user);
    }
    this.grants = grants;
  }
}
