import "cdktf/lib/testing/adapters/jest";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
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
import { Testing } from "cdktf";
import { ObjectStore, type ObjectStoreProps } from "../../../../modules/aws/stores/object-store";
import { names } from "../fixtures";

function synth(props: Partial<ObjectStoreProps> = {}): string {
  return Testing.synthScope((scope) => {
    new ObjectStore(scope, "store", { names, name: "artifacts", ...props });
  });
}

interface Statement {
  readonly sid?: string;
  readonly effect?: string;
  readonly actions: string[];
  readonly resources: string[];
  readonly condition?: { readonly test: string; readonly variable: string; readonly values: string[] }[];
}

function statements(stack: string): Statement[] {
  const documents = JSON.parse(stack).data[DataAwsIamPolicyDocument.tfResourceType];
  return Object.values<{ statement: Statement[] }>(documents).flatMap((document) => document.statement);
}

function rules(stack: string) {
  const { resource } = JSON.parse(stack);
  return Object.values<{ rule: unknown[] }>(resource[S3BucketLifecycleConfiguration.tfResourceType])[0].rule;
}

describe("ObjectStore", () => {
  test("a bucket is versioned, private, owned by the account alone and kept while it holds objects", () => {
    const stack = synth();
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
    expect(synth({ keyArn: "arn:key" })).toHaveResourceWithProperties(S3BucketServerSideEncryptionConfigurationA, {
      rule: [
        {
          apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: "arn:key" },
          bucket_key_enabled: true,
        },
      ],
    });
    expect(synth()).toHaveResourceWithProperties(S3BucketServerSideEncryptionConfigurationA, {
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" }, bucket_key_enabled: false }],
    });
  });

  test("requests without TLS are denied", () => {
    expect(statements(synth())).toMatchObject([
      {
        effect: "Deny",
        actions: ["s3:*"],
        condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      },
    ]);
  });

  test("with a key, an upload may leave the encryption out but not ask for another", () => {
    expect(statements(synth({ keyArn: "arn:key" }))[1]).toMatchObject({
      effect: "Deny",
      actions: ["s3:PutObject"],
      condition: [
        { test: "Null", values: ["false"] },
        { test: "StringNotEquals", values: ["aws:kms"] },
      ],
    });
  });

  test("log writers may write for this account only, and nobody else is let in", () => {
    const admitted = statements(synth({ logDelivery: ["load-balancer", "s3", "cloudtrail"] })).slice(1);
    expect(admitted.map(({ sid, actions }) => [sid, ...actions])).toEqual([
      ["LoadBalancerLogs", "s3:PutObject"],
      ["S3AccessLogs", "s3:PutObject"],
      ["CloudTrailAclCheck", "s3:GetBucketAcl"],
      ["CloudTrailLogs", "s3:PutObject"],
    ]);
    for (const { resources, condition } of admitted) {
      expect(JSON.stringify([resources, condition])).toContain("111111111111");
    }
    expect(statements(synth())).toHaveLength(1);
  });

  test.each(["load-balancer", "s3"] as const)(
    "%s logs are refused under a key, where they would never arrive",
    (writer) => {
      expect(() => synth({ keyArn: "arn:key", logDelivery: [writer] })).toThrow(
        `object store "artifacts": expected no keyArn where ${writer} logs arrive, found one`,
      );
    },
  );

  test("old versions end after 90 days, unfinished uploads after 7, objects never", () => {
    expect(rules(synth())).toEqual([
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

  test("objects move to cheaper storage and end when told to", () => {
    const lifecycle = { expireDays: 365, glacierDays: 90, intelligentTiering: true };
    expect(rules(synth({ lifecycle }))[1]).toMatchObject({
      transition: [
        { days: 0, storage_class: "INTELLIGENT_TIERING" },
        { days: 90, storage_class: "GLACIER" },
      ],
      expiration: [{ days: 365 }],
    });
    expect(rules(synth({ lifecycle: { expireDays: 30 } }))[1]).not.toHaveProperty("transition");
    expect(rules(synth({ lifecycle: { glacierDays: 30 } }))[1]).not.toHaveProperty("expiration");
  });

  test("requests are recorded in another store, after its policy admits them", () => {
    const stack = Testing.synthScope((scope) => {
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
    const stack = synth({ keyArn: "arn:key", replication });
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
    const granted = statements(stack).filter(({ actions }) => actions.some((action) => action.startsWith("kms:")));
    expect(granted.map(({ resources }) => resources)).toEqual([["arn:key"], ["arn:copy-key"]]);
  });

  test("S3 is told to take objects under its own keys along, without which it refuses a key for the copies", () => {
    const stack = synth({ replication: { bucketArn: "arn:aws:s3:::copy", keyArn: "arn:copy-key" } });
    expect(stack).toHaveResourceWithProperties(S3BucketReplicationConfigurationA, {
      rule: [
        expect.objectContaining({
          source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
        }),
      ],
    });
  });

  test("each change of an object is an event on EventBridge", () => {
    expect(synth()).toHaveResourceWithProperties(S3BucketNotification, { eventbridge: true });
  });

  test("all of a bucket in another region is made by that region's provider", () => {
    const stack = Testing.synthScope((scope) => {
      const provider = new AwsProvider(scope, "aws", { region: "eu-west-1", alias: "eu" });
      const replication = { bucketArn: "arn:aws:s3:::copy", keyArn: "arn:copy-key" };
      new ObjectStore(scope, "store", { names, name: "copies", provider, replication });
    });
    const ofBucket = Object.entries<Record<string, { provider?: string }>>(JSON.parse(stack).resource)
      .filter(([type]) => type.startsWith("aws_s3_"))
      .flatMap(([, named]) => Object.values(named));
    const providers = ofBucket.map(({ provider }) => provider);
    expect(new Set(providers)).toEqual(new Set(["aws.eu"]));
  });

  test("web pages of a named origin may use the bucket", () => {
    const cors = { origins: ["https://example.com"], methods: ["GET" as const] };
    expect(synth({ cors })).toHaveResourceWithProperties(S3BucketCorsConfiguration, {
      cors_rule: [{ allowed_origins: ["https://example.com"], allowed_methods: ["GET"], allowed_headers: ["*"] }],
    });
  });
});
