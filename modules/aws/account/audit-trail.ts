import { Cloudtrail } from "@cdktf/provider-aws/lib/cloudtrail";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { policyDocument } from "../access/policy";
import { ServiceRole } from "../access/service-role";
import type { ReplicationTarget } from "../stores/object-replication";
import { ObjectStore } from "../stores/object-store";

export interface AuditTrailProps {
  readonly names: Names;
  /** KMS key of the trail, its bucket, topic and log group; its policy lets CloudTrail and CloudWatch Logs use it. */
  readonly keyArn: string;
  /** Days the records are kept; one of CloudWatch's steps (…, 90, 365, 400, 731, …). */
  readonly retentionDays: number;
  /** @default true */
  readonly multiRegion?: boolean;
  /** What every use of is recorded too, at a price per event. @default - nothing */
  readonly dataEvents?: DataEvents;
  /** Whether the trail records. False where the API cannot start it. @default true */
  readonly logging?: boolean;
  /** Whether the bucket may be destroyed with its records. @default false */
  readonly destroyable?: boolean;
  /** Where requests to the bucket are recorded; that store needs `logDelivery: ["s3"]`. @default - nowhere */
  readonly accessLogs?: ObjectStore;
  /** A bucket that receives a copy of every record. @default - none */
  readonly replication?: ReplicationTarget;
}

/** Beginnings of ARNs, so that what is made later is recorded from its first day; up to 500 in all (CloudTrail's limit). */
export interface DataEvents {
  /** Buckets whose every object access is recorded. @default - none */
  readonly buckets?: readonly string[];
  /** Functions whose every invocation is recorded; each beginning names its region. @default - none */
  readonly functions?: readonly string[];
}

/**
 * Who did what in the account: a CloudTrail trail with validated files in a bucket of its own, searchable in CloudWatch.
 * Its topic names each file that is delivered, which is how security tools take the records over.
 */
export class AuditTrail extends Construct {
  readonly trailArn: string;
  readonly bucketName: string;
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: AuditTrailProps) {
    super(scope, id);
    const { names, keyArn, retentionDays } = props;
    const dataEvents = dataEventSelectors(props.dataEvents ?? {});

    const bucket = new ObjectStore(this, "bucket", {
      names,
      name: "audit-trail",
      keyArn,
      destroyable: props.destroyable,
      logDelivery: ["cloudtrail"],
      lifecycle: { expireDays: retentionDays },
      accessLogs: props.accessLogs,
      replication: props.replication,
    });
    const logGroup = new CloudwatchLogGroup(this, "log-group", {
      name: names.path("audit-trail"),
      kmsKeyId: keyArn,
      retentionInDays: retentionDays,
    });
    const role = new ServiceRole(this, "log-role", {
      names,
      name: "audit-trail",
      service: "cloudtrail.amazonaws.com",
      conditions: [], // CloudTrail sends no source account for this role (its documentation says so).
      statements: [
        {
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [`${logGroup.arn}:log-stream:${names.accountId}_CloudTrail_${names.region}*`],
        },
      ],
    });
    const topic = new SnsTopic(this, "topic", { name: names.of("topic", "audit-trail"), kmsMasterKeyId: keyArn });
    const topicPolicy = new SnsTopicPolicy(this, "topic-policy", {
      arn: topic.arn,
      policy: policyDocument(this, "topic-statements", [
        {
          sid: "CloudTrail",
          actions: ["sns:Publish"],
          resources: [topic.arn],
          principals: [{ type: "Service", identifiers: ["cloudtrail.amazonaws.com"] }],
          conditions: [{ test: "ArnLike", variable: "aws:SourceArn", values: [names.arn("cloudtrail", "trail/*")] }],
        },
      ]),
    });
    const trail = new Cloudtrail(this, "trail", {
      name: names.of("trail", "audit"),
      s3BucketName: bucket.bucketName,
      kmsKeyId: keyArn,
      isMultiRegionTrail: props.multiRegion ?? true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      enableLogging: props.logging ?? true,
      cloudWatchLogsGroupArn: `${logGroup.arn}:*`,
      cloudWatchLogsRoleArn: role.arn,
      snsTopicName: topic.name,
      ...(dataEvents.length > 0 && { advancedEventSelector: [managementEvents, ...dataEvents] }),
      // CloudTrail tries the topic when the trail is made.
      dependsOn: [topicPolicy],
    });

    this.trailArn = trail.arn;
    this.bucketName = bucket.bucketName;
    this.logGroupName = logGroup.name;
  }
}

/** Selectors replace CloudTrail's default, so what it records without any stands among them. */
const managementEvents = {
  name: "Management events",
  fieldSelector: [{ field: "eventCategory", equalTo: ["Management"] }],
};

function dataEventSelectors({ buckets = [], functions = [] }: DataEvents) {
  return [
    { name: "Objects", type: "AWS::S3::Object", arns: buckets },
    { name: "Invocations", type: "AWS::Lambda::Function", arns: functions },
  ]
    .filter(({ arns }) => arns.length > 0)
    .map(({ name, type, arns }) => ({
      name,
      fieldSelector: [
        { field: "eventCategory", equalTo: ["Data"] },
        { field: "resources.type", equalTo: [type] },
        { field: "resources.ARN", startsWith: [...arns] },
      ],
    }));
}
