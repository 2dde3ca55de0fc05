import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { Construct } from "constructs";
import type { Names } from "../../names";
import type { Statement } from "../access/policy";
import { ServiceRole } from "../access/service-role";
import { settled } from "../access/settled";
import { deadLetterQueue } from "../stores/encrypted-queue";
import { throughService } from "./function-links";

/** What the schedule does each time: call a function, or publish a message to a topic. */
export type ScheduledTarget =
  | {
      /** ARN of a function or of its alias. */
      readonly functionArn: string;
    }
  | {
      readonly topicArn: string;
      /** ARN of the topic's KMS key. */
      readonly keyArn: string;
      readonly message: string;
    };

export interface ScheduledRuleProps {
  readonly names: Names;
  /** The last part of the schedule's name. */
  readonly name: string;
  /** `rate(1 minute)`, `cron(0 8 * * ? *)` or `at(2026-11-27T08:00:00)`. */
  readonly schedule: string;
  /** Time zone of `cron` and `at`, such as `Europe/Berlin`. @default "UTC" */
  readonly timezone?: string;
  /** Encrypts the schedule and its dead letters. */
  readonly keyArn: string;
  /** What happens each time. */
  readonly target: ScheduledTarget;
  /** Whether the schedule runs. @default true */
  readonly enabled?: boolean;
}

/**
 * Calls a function or publishes to a topic on a schedule. A failure is retried three times within an hour and then becomes a
 * dead letter. It uses EventBridge Scheduler, which acts through a role of this account and so may use a topic's key; an
 * EventBridge rule could not.
 */
export class ScheduledRule extends Construct {
  readonly scheduleName: string;
  readonly deadLetterQueueName: string;

  constructor(scope: Construct, id: string, props: ScheduledRuleProps) {
    super(scope, id);
    const { names, name, keyArn, target } = props;

    const deadLetters = deadLetterQueue(this, "dead-letters", {
      name: names.of("queue", `${name}-schedule-dead-letters`),
      keyArn,
    });
    const role = new ServiceRole(this, "role", {
      names,
      name: `${name}-schedule`,
      service: "scheduler.amazonaws.com",
      statements: [
        ...targetStatements(this, target),
        { actions: ["sqs:SendMessage"], resources: [deadLetters.arn] },
        throughService("sqs", keyArn, ["kms:Decrypt", "kms:GenerateDataKey"]),
        throughService("scheduler", keyArn, ["kms:Decrypt"]),
      ],
    });
    const isFunction = "functionArn" in target;
    const schedule = new SchedulerSchedule(this, "schedule", {
      name: names.of("schedule", name),
      scheduleExpression: props.schedule,
      scheduleExpressionTimezone: props.timezone ?? "UTC",
      state: props.enabled === false ? "DISABLED" : "ENABLED",
      kmsKeyArn: keyArn,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: isFunction ? target.functionArn : target.topicArn,
        roleArn: role.arn,
        input: isFunction ? "{}" : target.message,
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
        deadLetterConfig: { arn: deadLetters.arn },
      },
    });

    this.scheduleName = schedule.name;
    this.deadLetterQueueName = deadLetters.name;
  }
}

function targetStatements(scope: Construct, target: ScheduledTarget): Statement[] {
  if ("functionArn" in target) {
    return [{ actions: ["lambda:InvokeFunction"], resources: settled(scope, "function-arn", [target.functionArn]) }];
  }
  return [
    { actions: ["sns:Publish"], resources: [target.topicArn] },
    throughService("sns", target.keyArn, ["kms:Decrypt", "kms:GenerateDataKey"]),
  ];
}
