import { resources, type StackJson } from "../stacks/synthesized";
import type { Body, Offence } from "./rule";

/** What each cloud's alarms report to, and how the addressee is found. */
export function reachesSomeone(stack: StackJson): Offence[] {
  return [...withoutSubscriber(stack), ...withoutChannel(stack), ...withoutReceiver(stack)];
}

const must = "notify an address: `notifications` of the settings has none for its severity";

function withoutSubscriber(stack: StackJson): Offence[] {
  // What stops a deployment is no message to a person.
  const ofDeployments = JSON.stringify(resources(stack, "aws_ecs_service").map(({ body }) => body.alarms));
  const subscribed = new Set(resources(stack, "aws_sns_topic_subscription").map(({ body }) => body.topic_arn));
  return resources(stack, "aws_cloudwatch_metric_alarm")
    .filter(({ address, body }: Body) => body.alarm_actions?.length || !ofDeployments.includes(`${address}.`))
    .filter(({ body }: Body) => !(body.alarm_actions ?? []).some((topic: string) => subscribed.has(topic)))
    .map(({ address }) => ({ address, must }));
}

function withoutChannel(stack: StackJson): Offence[] {
  return resources(stack, "google_monitoring_alert_policy")
    .filter(({ body }: Body) => !body.notification_channels?.length)
    .map(({ address }) => ({ address, must }));
}

function withoutReceiver(stack: StackJson): Offence[] {
  return resources(stack, "azurerm_monitor_action_group")
    .filter(({ body }: Body) => !body.email_receiver?.length)
    .map(({ address }) => ({ address, must }));
}

/** Queues that take what failed, and that no alarm looks at. */
export function watchesDeadLetters(stack: StackJson): Offence[] {
  const watched = JSON.stringify(resources(stack, "aws_cloudwatch_metric_alarm").map(({ body }) => body));
  return resources(stack, "aws_sqs_queue")
    .filter(({ body }) => /dead-letter|dlq/.test(String(body.name)))
    .filter(({ address, body }) => !watched.includes(`${address}.name`) && !watched.includes(`"${body.name}"`))
    .map(({ address }) => ({ address, must: "have an alarm: what is in it failed, and no one would know" }));
}
