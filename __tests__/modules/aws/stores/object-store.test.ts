import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketReplicationConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { ObjectStore, type ObjectStoreProps } from "../../../../modules/aws/stores/object-store";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const make = (props: Partial<ObjectStoreProps> = {}) =>
  synthesized((scope) => {
    new ObjectStore(scope, "store", { names, name: "artifacts", ...props });
  });

const rules = (props?: Partial<ObjectStoreProps>) => make(props).one(S3BucketLifecycleConfiguration).rule;

describe("ObjectStore", () => {
  test("a bucket is versioned, private, owned by the account alone and kept while it holds objects", () => {
    const stack = make();
    expect(stack).toHaveResourceWithProperties(S3Bucket, {
      bucket: "test-execution-prod-artifacts-111111111111",
      force_destroy: false,
    });
    expect(stack).toHaveResourceWithProperties(S3BucketVersioningA, {
      versioning_configuration: { status: "Enabled" },
    });
    expect(stack).toHaveResourceWithProperties(S3BucketOwnershipControls, {
      rule: { object_ownership: "BucketOwnerEnforced" },
    });
    expect(stack).toHaveResourceWithProperties(S3BucketPublicAccessBlock, {
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  test("objects are encrypted with the key if there is one, else by S3", () => {
    expect(make({ keyArn: "arn:key" })).toHaveResourceWithProperties(S3BucketServerSideEncryptionConfigurationA, {
      rule: [
        {
          apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: "arn:key" },
          bucket_key_enabled: true,
        },
      ],
    });
    expect(make()).toHaveResourceWithProperties(S3BucketServerSideEncryptionConfigurationA, {
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" }, bucket_key_enabled: false }],
    });
  });

  test("requests without TLS are denied", () => {
    expect(make().statements()).toMatchObject([
      {
        effect: "Deny",
        actions: ["s3:*"],
        condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      },
    ]);
  });

  test("with a key, an upload may leave the encryption out but not choose another", () => {
    expect(make({ keyArn: "arn:key" }).statements()[1]).toMatchObject({
      effect: "Deny",
      actions: ["s3:PutObject"],
      condition: [
        { test: "Null", values: ["false"] },
        { test: "StringNotEquals", values: ["aws:kms"] },
      ],
    });
  });

  test("CloudTrail may write its digests under keys of S3, also into a bucket with a key", () => {
    const [, ofOthers] = make({ keyArn: "arn:key" }).statements();
    const [, ofTrail] = make({ keyArn: "arn:key", logDelivery: ["cloudtrail"] }).statements();
    const exception = { variable: "aws:PrincipalServiceName", values: ["cloudtrail.amazonaws.com"] };
    expect(ofTrail.condition).toContainEqual({ test: "StringNotEqualsIfExists", ...exception });
    expect(ofOthers.condition).not.toContainEqual(expect.objectContaining(exception));
  });

  test("log writers may write for this account only, and no other service is let in", () => {
    const admitted = make({ logDelivery: ["load-balancer", "s3", "cloudtrail"] })
      .statements()
      .slice(1);
    expect(admitted.map(({ sid, actions }) => [sid, ...actions])).toEqual([
      ["LoadBalancerLogs", "s3:PutObject"],
      ["S3AccessLogs", "s3:PutObject"],
      ["CloudTrailAclCheck", "s3:GetBucketAcl"],
      ["CloudTrailLogs", "s3:PutObject"],
    ]);
    for (const { resources = [], condition = [] } of admitted) {
      const limits = [...resources, ...condition.flatMap(({ values }) => values)];
      expect(limits).toContainEqual(expect.stringMatching(/(^|[:/])111111111111($|[:/])/));
    }
    expect(make().statements()).toHaveLength(1);
  });

  test.each(["load-balancer", "s3"] as const)(
    "%s logs are refused under a key, where they would never arrive",
    (writer) => {
      expect(() => make({ keyArn: "arn:key", logDelivery: [writer] })).toThrow(
        `object store "artifacts": expected no keyArn where ${writer} logs arrive, found one`,
      );
    },
  );

  test("old versions end after 90 days, unfinished uploads after 7, objects never", () => {
    expect(rules()).toEqual([
      {
        id: "old-versions",
        status: "Enabled",
        filter: [{ prefix: "" }],
        noncurrent_version_expiration: [{ noncurrent_days: 90 }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        expiration: [{ expired_object_delete_marker: true }],
      },
    ]);
  });

  test("objects move to cheaper storage and end after the given days", () => {
    const lifecycle = { expireDays: 365, glacierDays: 90, intelligentTiering: true };
    expect(rules({ lifecycle })[1]).toMatchObject({
      transition: [
        { days: 0, storage_class: "INTELLIGENT_TIERING" },
        { days: 90, storage_class: "GLACIER" },
      ],
      expiration: [{ days: 365 }],
    });
    expect(rules({ lifecycle: { expireDays: 30 } })[1]).not.toHaveProperty("transition");
    expect(rules({ lifecycle: { glacierDays: 30 } })[1]).not.toHaveProperty("expiration");
  });

  test("requests are recorded in another store, after its policy admits them", () => {
    const stack = synthesized((scope) => {
      const accessLogs = new ObjectStore(scope, "logs", { names, name: "logs", logDelivery: ["s3"] });
      new ObjectStore(scope, "store", { names, name: "artifacts", accessLogs });
    });
    expect(stack).toHaveResourceWithProperties(S3BucketLoggingA, {
      target_bucket: expect.stringMatching(/^\$\{aws_s3_bucket_policy\.logs_policy_\w+\.bucket\}$/),
      target_prefix: "s3/artifacts/",
    });
  });

  test("copies go to one bucket under its key, with deletes and within 15 minutes", () => {
    const replication = { bucketArn: "arn:aws:s3:::copy", keyArn: "arn:copy-key" };
    const stack = make({ keyArn: "arn:key", replication });
    expect(stack).toHaveResourceWithProperties(S3BucketReplicationConfigurationA, {
      rule: [
        {
          id: "all-objects",
          priority: 1,
          status: "Enabled",
          filter: { prefix: "" },
          delete_marker_replication: { status: "Enabled" },
          source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
          destination: {
            bucket: "arn:aws:s3:::copy",
            encryption_configuration: { replica_kms_key_id: "arn:copy-key" },
            replication_time: { status: "Enabled", time: { minutes: 15 } },
            metrics: { status: "Enabled", event_threshold: { minutes: 15 } },
          },
        },
      ],
    });
    const granted = stack.statements().filter(({ actions }) => actions.some((action) => action.startsWith("kms:")));
    expect(granted.map(({ resources }) => resources)).toEqual([["arn:key"], ["arn:copy-key"]]);
  });

  test("objects under S3's own keys are copied too, without which S3 refuses a key for the copies", () => {
    const stack = make({ replication: { bucketArn: "arn:aws:s3:::copy", keyArn: "arn:copy-key" } });
    expect(stack).toHaveResourceWithProperties(S3BucketReplicationConfigurationA, {
      rule: [
        expect.objectContaining({
          source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
        }),
      ],
    });
  });

  test("each change of an object is an event on EventBridge where someone listens, because each is billed", () => {
    expect(make({ events: true })).toHaveResourceWithProperties(S3BucketNotification, { eventbridge: true });
    expect(make()).not.toHaveResource(S3BucketNotification);
  });

  test("all of a bucket in another region is made by that region's provider", () => {
    const stack = synthesized((scope) => {
      const provider = new AwsProvider(scope, "aws", { region: "eu-west-1", alias: "eu" });
      const replication = { bucketArn: "arn:aws:s3:::copy", keyArn: "arn:copy-key" };
      new ObjectStore(scope, "store", { names, name: "copies", provider, replication });
    });
    const ofBucket = Object.entries<Record<string, { provider?: string }>>(stack.json.resource)
      .filter(([type]) => type.startsWith("aws_s3_"))
      .flatMap(([, named]) => Object.values(named));
    const providers = ofBucket.map(({ provider }) => provider);
    expect(new Set(providers)).toEqual(new Set(["aws.eu"]));
  });

  test("web pages of a named origin may use the bucket", () => {
    const cors = { origins: ["https://example.com"], methods: ["GET" as const] };
    expect(make({ cors })).toHaveResourceWithProperties(S3BucketCorsConfiguration, {
      cors_rule: [{ allowed_origins: ["https://example.com"], allowed_methods: ["GET"], allowed_headers: ["*"] }],
    });
  });
});
