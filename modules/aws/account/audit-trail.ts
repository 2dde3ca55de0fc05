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
  /** KMS key of the trail, its bucket, topic and log group; its policy must admit CloudTrail and CloudWatch Logs. */
  readonly keyArn: string;
  /** Days that the records are kept, one of the values CloudWatch Logs knows (…, 90, 365, 400, 731, …). */
  readonly retentionDays: number;
  /** Objects and functions whose every use is recorded too. AWS charges for each event. */
  readonly dataEvents: DataEvents;
  /** Whether the bucket may be destroyed with its records. @default false */
  readonly destroyable?: boolean;
  /** Where requests to the bucket are recorded; that store needs `logDelivery: ["s3"]`. @default - nowhere */
  readonly accessLogs?: ObjectStore;
  /** A bucket that receives a copy of every record. @default - none */
  readonly replication?: ReplicationTarget;
}

/** Prefixes of ARNs, so that a bucket or function that is made later is recorded too. At most 500 in all (CloudTrail limit). */
export interface DataEvents {
  /** Buckets whose every object access is recorded. */
  readonly buckets: readonly string[];
  /** Functions whose every invocation is recorded; each prefix names a region. */
  readonly functions: readonly string[];
}

/**
 * Records who did what in the account: a CloudTrail trail that writes validated files to its own bucket and to CloudWatch,
 * where they can be searched. Its topic announces each file, so that security tools can read it.
 */
export class AuditTrail extends Construct {
  readonly trailArn: string;
  readonly bucketName: string;
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: AuditTrailProps) {
    super(scope, id);
    const { names, keyArn, retentionDays } = props;
    const dataEvents = dataEventSelectors(props.dataEvents);

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
      conditions: [], // CloudTrail sends no source account for this role (CloudTrail user guide).
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
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      enableLogging: true,
      cloudWatchLogsGroupArn: `${logGroup.arn}:*`,
      cloudWatchLogsRoleArn: role.arn,
      snsTopicName: topic.name,
      ...(dataEvents.length > 0 && { advancedEventSelector: [managementEvents, ...dataEvents] }),
      // CloudTrail publishes a test message to the topic when the trail is made.
      dependsOn: [topicPolicy],
    });

    this.trailArn = trail.arn;
    this.bucketName = bucket.bucketName;
    this.logGroupName = logGroup.name;
  }
}

/** What CloudTrail records by default. Selectors replace the default, so they must name it too. */
const managementEvents = {
  name: "Management events",
  fieldSelector: [{ field: "eventCategory", equalTo: ["Management"] }],
};

function dataEventSelectors({ buckets, functions }: DataEvents) {
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
