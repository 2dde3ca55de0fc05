import { S3BucketReplicationConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import type { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { ServiceRole } from "../access/service-role";

/** A versioned bucket of the same account, in this or another region, and the key that encrypts the copies there. */
export interface ReplicationTarget {
  /** The bucket that gets the copies. */
  readonly bucketArn: string;
  /** KMS key in the region of that bucket. */
  readonly keyArn: string;
  /** The versioning of that bucket where this stack makes it: S3 refuses a destination that is not versioned. @default - there already */
  readonly versioning?: S3BucketVersioningA;
}

export interface ObjectReplicationProps {
  readonly names: Names;
  /** Name of the store: the last part of the role's name is `<name>-replication`. */
  readonly name: string;
  /** The bucket that is copied, with the key of its objects. */
  readonly source: { readonly bucketName: string; readonly bucketArn: string; readonly keyArn?: string };
  /** The bucket that gets the copies. */
  readonly target: ReplicationTarget;
  /** The versioning of the source: S3 replicates versioned buckets only. */
  readonly versioning: S3BucketVersioningA;
  /** The provider of the source's region. @default - the stack's provider */
  readonly provider?: TerraformProvider;
}

/**
 * Copies every new object of a bucket within 15 minutes (S3 Replication Time Control; document 002 requires an RPO below an
 * hour). A deletion is copied as a delete marker, so that both buckets show the same objects and the older versions stay.
 */
export class ObjectReplication extends Construct {
  constructor(scope: Construct, id: string, props: ObjectReplicationProps) {
    super(scope, id);
    const { source, target } = props;

    const role = new ServiceRole(this, "role", {
      names: props.names,
      name: `${props.name}-replication`,
      service: "s3.amazonaws.com",
      // S3 sends no source account for replication. Only buckets whose owner may pass this role can use it.
      conditions: [],
      statements: [
        { actions: ["s3:GetReplicationConfiguration", "s3:ListBucket"], resources: [source.bucketArn] },
        {
          actions: ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"],
          resources: [`${source.bucketArn}/*`],
        },
        {
          actions: ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
          resources: [`${target.bucketArn}/*`],
        },
        ...(source.keyArn ? [{ actions: ["kms:Decrypt"], resources: [source.keyArn] }] : []),
        // Copies under a bucket key need GenerateDataKey too.
        { actions: ["kms:Encrypt", "kms:GenerateDataKey"], resources: [target.keyArn] },
      ],
    });
    const minutes = 15;
    new S3BucketReplicationConfigurationA(this, "rule", {
      provider: props.provider,
      bucket: source.bucketName,
      role: role.arn,
      rule: [
        {
          id: "all-objects",
          priority: 1,
          status: "Enabled",
          filter: { prefix: "" },
          deleteMarkerReplication: { status: "Enabled" },
          // S3 refuses a key for the copies without this, even where S3's own keys encrypt the source.
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
          destination: {
            bucket: target.bucketArn,
            encryptionConfiguration: { replicaKmsKeyId: target.keyArn },
            replicationTime: { status: "Enabled", time: { minutes } },
            metrics: { status: "Enabled", eventThreshold: { minutes } },
          },
        },
      ],
      dependsOn: target.versioning ? [props.versioning, target.versioning] : [props.versioning],
    });
  }
}
