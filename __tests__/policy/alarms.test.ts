import type { StackJson } from "../stacks/synthesized";
import { reachesSomeone, watchesDeadLetters } from "./alarms";

const stack = (resource: StackJson["resource"]): StackJson => ({ resource, provider: {}, terraform: {} });
const addresses = (found: readonly { address: string }[]) => found.map(({ address }) => address);

describe("an alarm without an address is found", () => {
  const topic = "${aws_sns_topic.critical.arn}";
  const alarm = { aws_cloudwatch_metric_alarm: { errors: { alarm_actions: [topic] } } };

  test("on AWS, but for one that stops a deployment", () => {
    expect(addresses(reachesSomeone(stack(alarm)))).toEqual(["aws_cloudwatch_metric_alarm.errors"]);
    const subscription = { aws_sns_topic_subscription: { on_call: { topic_arn: topic } } };
    expect(reachesSomeone(stack({ ...alarm, ...subscription }))).toEqual([]);
    const silent = { aws_cloudwatch_metric_alarm: { errors: {} } };
    const alarms = { alarm_names: ["${aws_cloudwatch_metric_alarm.errors.alarm_name}"] };
    expect(reachesSomeone(stack(silent))).toHaveLength(1);
    expect(reachesSomeone(stack({ ...silent, aws_ecs_service: { api: { alarms } } }))).toEqual([]);
  });

  test("on Google Cloud and Azure", () => {
    const policy = (channels: string[]) =>
      stack({ google_monitoring_alert_policy: { down: { notification_channels: channels } } });
    expect([reachesSomeone(policy([])), reachesSomeone(policy(["a"]))].map(({ length }) => length)).toEqual([1, 0]);
    const group = (receiver?: object[]) =>
      stack({ azurerm_monitor_action_group: { critical: { email_receiver: receiver } } });
    expect([reachesSomeone(group()), reachesSomeone(group([{}]))].map(({ length }) => length)).toEqual([1, 0]);
  });
});

test("a dead-letter queue that no alarm looks at is found", () => {
  const queue = { aws_sqs_queue: { dead: { name: "shop-prod-jobs-dead-letters" }, jobs: { name: "shop-prod-jobs" } } };
  expect(addresses(watchesDeadLetters(stack(queue)))).toEqual(["aws_sqs_queue.dead"]);
  const alarm = { aws_cloudwatch_metric_alarm: { dead: { dimensions: { QueueName: "${aws_sqs_queue.dead.name}" } } } };
  expect(watchesDeadLetters(stack({ ...queue, ...alarm }))).toEqual([]);
});
