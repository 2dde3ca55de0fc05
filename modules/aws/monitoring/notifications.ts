import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import type { Recipients, Severity } from "../../alerts";
import type { Names } from "../../names";
import { policyDocument } from "../access/policy";

export interface NotificationsProps {
  readonly names: Names;
  /**
   * KMS key of the topics. Its policy must let `cloudwatch.amazonaws.com` use it; without that, alarms send no message.
   */
  readonly keyArn: string;
  /** E-mail addresses by severity. Each gets one message from AWS and must confirm it. */
  readonly emails: Recipients;
}

/** Two SNS topics, `critical` and `warning`, with their e-mail subscriptions; only AWS services of this account publish. */
export class Notifications extends Construct {
  readonly topicArns: Readonly<Record<Severity, string>>;

  constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id);
    const topic = (severity: Severity) => {
      const { arn } = new SnsTopic(this, severity, {
        name: topicName(props.names, severity),
        kmsMasterKeyId: props.keyArn,
      });
      new SnsTopicPolicy(this, `${severity}-policy`, {
        arn,
        policy: policyDocument(this, `${severity}-statements`, [
          {
            sid: "AlarmsEventsBudgets",
            actions: ["sns:Publish"],
            resources: [arn],
            principals: [
              {
                type: "Service",
                identifiers: ["budgets.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com"],
              },
            ],
            conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: [props.names.accountId] }],
          },
          {
            sid: "TlsOnly",
            effect: "Deny",
            actions: ["sns:Publish"],
            resources: [arn],
            principals: [{ type: "*", identifiers: ["*"] }],
            conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
          },
        ]),
      });
      for (const endpoint of props.emails[severity]) {
        new SnsTopicSubscription(this, `${severity}-${endpoint}`, { topicArn: arn, protocol: "email", endpoint });
      }
      return arn;
    };
    this.topicArns = { critical: topic("critical"), warning: topic("warning") };
  }
}

/** The ARN of a topic of this stack, for resources that are made before the topics. */
export function topicArn(names: Names, severity: Severity): string {
  return names.arn("sns", topicName(names, severity));
}

function topicName(names: Names, severity: Severity): string {
  return names.of("topic", severity);
}
