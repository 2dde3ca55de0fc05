import { CloudwatchLogSubscriptionFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter";
import { KinesisFirehoseDeliveryStream } from "@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { ServiceRole } from "../access/service-role";
import type { ObjectStore } from "../stores/object-store";
import { throughService } from "./function-links";

export interface LogArchiveProps {
  readonly names: Names;
  /** Encrypts the logs in transit and in the store. */
  readonly keyArn: string;
  /** Receives the logs under `logs/<year>/<month>/<day>/`. Its lifecycle says when they move to Glacier and when they end. */
  readonly store: ObjectStore;
  /** Log groups to copy, by a key that is part of the resources' addresses. Each uses one of the two subscriptions of a group (AWS limit). */
  readonly logGroupNames: Readonly<Record<string, string>>;
}

/** Copies log groups into a bucket as they are written. There they cost less and outlast CloudWatch's retention. */
export class LogArchive extends Construct {
  constructor(scope: Construct, id: string, props: LogArchiveProps) {
    super(scope, id);
    const { names, keyArn, store } = props;
    const writer = new ServiceRole(this, "writer", {
      names,
      name: "log-archive-writer",
      service: "firehose.amazonaws.com",
      conditions: [{ test: "StringEquals", variable: "sts:ExternalId", values: [names.accountId] }],
      statements: [
        {
          actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
          resources: [`${store.bucketArn}/logs/*`],
        },
        {
          actions: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
          resources: [store.bucketArn],
        },
        throughService("s3", keyArn, ["kms:Decrypt", "kms:GenerateDataKey"]),
      ],
    });
    const stream = new KinesisFirehoseDeliveryStream(this, "stream", {
      name: names.of("delivery_stream", "logs"),
      destination: "extended_s3",
      serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn },
      extendedS3Configuration: {
        roleArn: writer.arn,
        bucketArn: store.bucketArn,
        prefix: "logs/!{timestamp:yyyy/MM/dd}/",
        errorOutputPrefix: "logs/failed/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/",
        bufferingInterval: 900,
        bufferingSize: 64,
        // CloudWatch sends gzip already; compressed a second time it could not be read.
        compressionFormat: "UNCOMPRESSED",
        kmsKeyArn: keyArn,
      },
      dependsOn: writer.permissions,
    });
    const sender = new ServiceRole(this, "sender", {
      names,
      name: "log-archive-sender",
      service: "logs.amazonaws.com",
      statements: [{ actions: ["firehose:PutRecord", "firehose:PutRecordBatch"], resources: [stream.arn] }],
    });
    for (const [key, logGroupName] of Object.entries(props.logGroupNames)) {
      new CloudwatchLogSubscriptionFilter(this, `archive-${key}`, {
        name: names.of("log_filter", `archive-${key}`),
        logGroupName,
        filterPattern: "", // Every line.
        destinationArn: stream.arn,
        roleArn: sender.arn,
        distribution: "ByLogStream",
        dependsOn: sender.permissions,
      });
    }
  }
}
