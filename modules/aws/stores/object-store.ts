import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketAccelerateConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-accelerate-configuration";
import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { policyDocument, type Statement } from "../access/policy";
import { lifecycleRules, type ObjectLifecycle } from "./object-lifecycle";
import { ObjectReplication, type ReplicationTarget } from "./object-replication";
import { bucketStatements, type LogWriter } from "./object-store-policy";

export interface ObjectStoreProps {
  readonly names: Names;
  /** The part of the bucket's name between environment and account id. */
  readonly name: string;
  /** KMS key of the objects. @default - keys of S3: load balancers and S3 can write logs only to such a bucket */
  readonly keyArn?: string;
  /** Whether the bucket may be destroyed while it holds objects. @default false */
  readonly destroyable?: boolean;
  /** Where each request to this bucket is recorded; that store needs `logDelivery: ["s3"]`. @default - nowhere */
  readonly accessLogs?: ObjectStore;
  /** AWS services that write their logs into this bucket. @default - none */
  readonly logDelivery?: readonly LogWriter[];
  /** When objects move to cheaper storage and when they end. @default - objects stay, old versions end after 90 days */
  readonly lifecycle?: ObjectLifecycle;
  /** A versioned bucket that receives a copy of every new object within 15 minutes. @default - none */
  readonly replication?: ReplicationTarget;
  /** Web origins whose pages may call the bucket, and with which methods. @default - none */
  readonly cors?: { readonly origins: string[]; readonly methods: ("GET" | "HEAD" | "PUT" | "POST" | "DELETE")[] };
  /** More statements of the bucket's policy, made from its ARN. @default - none: IAM alone decides in the account */
  readonly statements?: (bucketArn: string) => readonly Statement[];
  /** Distant clients transfer through the nearest edge location, at a price per GB. @default false */
  readonly transferAcceleration?: boolean;
  /** Sends an event to EventBridge for each change of an object, for a rule that listens; each event is billed. @default false */
  readonly events?: boolean;
  /** For a bucket in another region, with a key of that region. @default - the stack's provider */
  readonly provider?: TerraformProvider;
}

/** A private S3 bucket: encrypted, versioned, without ACLs, reached over TLS only. */
export class ObjectStore extends Construct {
  /** The name, taken from the bucket's policy: log writers test their access at once, so the policy must come first. */
  readonly bucketName: string;
  readonly bucketArn: string;
  /** Regional host name of the bucket. */
  readonly domainName: string;
  readonly keyArn?: string;
  /** What a replication into this store waits for. */
  readonly versioning: S3BucketVersioningA;

  constructor(scope: Construct, id: string, props: ObjectStoreProps) {
    super(scope, id);
    const { names, keyArn, logDelivery = [], provider } = props;
    const refused = keyArn && logDelivery.find((writer) => writer !== "cloudtrail");
    if (refused) {
      throw new Error(`object store "${props.name}": expected no keyArn where ${refused} logs arrive, found one`);
    }

    const bucket = new S3Bucket(this, "bucket", {
      provider,
      bucket: names.of("s3_bucket", props.name),
      forceDestroy: props.destroyable ?? false,
    });
    const ofBucket = { provider, bucket: bucket.id };
    this.versioning = new S3BucketVersioningA(this, "versioning", {
      ...ofBucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      ...ofBucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: keyArn
            ? { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn }
            : { sseAlgorithm: "AES256" },
          // Far fewer KMS requests: S3 uses a key of the bucket for a while instead of one request per object.
          bucketKeyEnabled: keyArn !== undefined,
        },
      ],
    });
    new S3BucketOwnershipControls(this, "ownership", {
      ...ofBucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    const publicAccess = new S3BucketPublicAccessBlock(this, "public-access", {
      ...ofBucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const policy = new S3BucketPolicy(this, "policy", {
      ...ofBucket,
      policy: policyDocument(this, "statements", [
        ...bucketStatements(names, bucket.arn, logDelivery, keyArn),
        ...(props.statements?.(bucket.arn) ?? []),
      ]),
      // S3 refuses two changes to the access of one bucket at a time.
      dependsOn: [publicAccess],
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      ...ofBucket,
      rule: lifecycleRules(props.lifecycle ?? {}),
      dependsOn: [this.versioning],
    });

    if (props.events) new S3BucketNotification(this, "events", { ...ofBucket, eventbridge: true });
    if (props.accessLogs) {
      new S3BucketLoggingA(this, "access-logs", {
        ...ofBucket,
        targetBucket: props.accessLogs.bucketName,
        targetPrefix: `s3/${props.name}/`,
      });
    }
    if (props.replication) {
      new ObjectReplication(this, "replication", {
        names,
        name: props.name,
        source: { bucketArn: bucket.arn, bucketName: bucket.id, keyArn },
        target: props.replication,
        versioning: this.versioning,
        provider,
      });
    }
    if (props.cors) {
      new S3BucketCorsConfiguration(this, "cors", {
        ...ofBucket,
        corsRule: [{ allowedOrigins: props.cors.origins, allowedMethods: props.cors.methods, allowedHeaders: ["*"] }],
      });
    }
    if (props.transferAcceleration) {
      new S3BucketAccelerateConfiguration(this, "acceleration", { ...ofBucket, status: "Enabled" });
    }

    this.bucketName = policy.bucket;
    this.bucketArn = bucket.arn;
    this.domainName = bucket.bucketRegionalDomainName;
    this.keyArn = keyArn;
  }
}
