import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { ScheduledRule, type ScheduledRuleProps } from "../../../../modules/aws/functions/scheduled-rule";
import { type Synthesized, synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const keyArn = "arn:aws:kms:us-east-1:111111111111:key/k";
const make = (props: Partial<ScheduledRuleProps> = {}) =>
  synthesized((scope) => {
    const target = { functionArn: "arn:lambda:live" };
    new ScheduledRule(scope, "poll", { names, name: "poll", schedule: "rate(1 minute)", keyArn, target, ...props });
  });

/** What the role of the schedule may do, by resource. */
const allowed = (made: Synthesized) =>
  Object.fromEntries(
    made.statements("poll_role_permissions").map(({ actions, resources = [] }) => [resources.join(), actions]),
  );

test("a function is called at the minute, three times more within an hour, then kept as a dead letter", () => {
  expect(make()).toHaveResourceWithProperties(SchedulerSchedule, {
    name: "test-execution-prod-poll",
    schedule_expression: "rate(1 minute)",
    schedule_expression_timezone: "UTC",
    state: "ENABLED",
    kms_key_arn: keyArn,
    flexible_time_window: { mode: "OFF" },
    target: {
      arn: "arn:lambda:live",
      role_arn: expect.stringContaining("aws_iam_role"),
      input: "{}",
      retry_policy: { maximum_retry_attempts: 3, maximum_event_age_in_seconds: 3600 },
      dead_letter_config: { arn: expect.stringContaining("aws_sqs_queue") },
    },
  });
});

test("its role may call that function, and no other", () => {
  expect(allowed(make())["arn:lambda:live"]).toEqual(["lambda:InvokeFunction"]);
});

test("a message goes to a topic, whose key the role may use through SNS", () => {
  const message = make({ target: { topicArn: "arn:topic", keyArn: "arn:topic-key", message: "Look." } });
  expect(message).toHaveResourceWithProperties(SchedulerSchedule, {
    target: expect.objectContaining({ arn: "arn:topic", input: "Look." }),
  });
  expect(allowed(message)).toMatchObject({
    "arn:topic": ["sns:Publish"],
    "arn:topic-key": ["kms:Decrypt", "kms:GenerateDataKey"],
  });
});

test("it can be switched off, and follow a time zone", () => {
  const off = make({ enabled: false, schedule: "cron(0 8 * * ? *)", timezone: "Europe/Berlin" });
  expect(off).toHaveResourceWithProperties(SchedulerSchedule, {
    state: "DISABLED",
    schedule_expression_timezone: "Europe/Berlin",
  });
});
