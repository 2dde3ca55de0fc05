import type { Block, StackView } from "../../preflight/look/stack-view";
import { duration } from "../../process/duration";
import { count, now, ok, type Seen, type StatusFinding } from "../finding";
import { type Regional, regional } from "./regional";
import type { StatusAccount } from "./status-account";

/** Arguments that lead what failed to a queue: of queues, topics, rules, functions, and mappings of events. */
const leading = /^(dead_letter_\w*|redrive_policy|on_failure)$/;

/** Messages that nothing could process. Only queues that some resource of the stack sends its failures to. */
export async function deadLetterFindings(account: StatusAccount, at = new Date()): Promise<StatusFinding[]> {
  const queues = regional(account, "aws_sqs_queue").filter(({ stack, address }) =>
    deadLetterQueues(stack).has(address),
  );
  const found = queues.map((queue) =>
    account.ask({ topic: "dead letters", stacks: [queue.stack.id], subject: queue.name }, () =>
      seen(account, queue, at),
    ),
  );
  return (await Promise.all(found)).flat();
}

/** Addresses of the queues that get what failed. */
function deadLetterQueues(stack: StackView): Set<string> {
  const found = stack.resources().flatMap(({ body }) => targets(body));
  const queues = found.flatMap((value) => stack.referredAll(JSON.stringify(value)));
  return new Set(queues.filter(({ type }) => type === "aws_sqs_queue").map(({ address }) => address));
}

function targets(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value as Block).flatMap(([key, it]) => (leading.test(key) ? [it] : targets(it)));
}

async function seen(account: StatusAccount, { name, region, body }: Regional, at: Date): Promise<Seen> {
  const { SQSClient, GetQueueUrlCommand, GetQueueAttributesCommand } = await import("@aws-sdk/client-sqs");
  // An emulator's queue has an address of its own.
  const client = new SQSClient({ ...(await account.options(region)), useQueueUrlAsEndpoint: false });
  const plan = account.command(`sqs list-queues --queue-name-prefix ${name}`, region);
  const url = await client.send(new GetQueueUrlCommand({ QueueName: name })).catch((error: Error) => {
    if (/NonExistentQueue|QueueDoesNotExist/.test(error.name)) return undefined;
    throw error;
  });
  if (!url) return now("the queue is not there: what fails is lost", plan);
  const { QueueUrl } = url;
  const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] }),
  );
  const messages = names.reduce((sum, it) => sum + Number(Attributes[it] ?? 0), 0);
  if (messages === 0) return ok("empty");
  const seconds = await oldest(account, region, name, at).catch(() => undefined);
  const kept = Number(body["message_retention_seconds"] ?? 345_600);
  const age =
    seconds === undefined
      ? `of unknown age, kept for ${duration(kept)}`
      : `the oldest ${duration(seconds)} old, deleted in ${duration(Math.max(0, kept - seconds))}`;
  const look = `sqs receive-message --queue-url ${QueueUrl} --max-number-of-messages 10 --visibility-timeout 0`;
  return now(`${count(messages, "message")}, ${age}`, account.command(look, region), {
    ...(seconds !== undefined && { since: new Date(at.getTime() - seconds * 1000).toISOString() }),
  });
}

/** Seconds of the oldest message, as CloudWatch has measured it; nothing where it has no figure of the last hour. */
async function oldest(
  account: StatusAccount,
  region: string,
  QueueName: string,
  at: Date,
): Promise<number | undefined> {
  const { CloudWatchClient, GetMetricStatisticsCommand } = await import("@aws-sdk/client-cloudwatch");
  const client = new CloudWatchClient(await account.options(region));
  const { Datapoints = [] } = await client.send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/SQS",
      MetricName: "ApproximateAgeOfOldestMessage",
      Dimensions: [{ Name: "QueueName", Value: QueueName }],
      StartTime: new Date(at.getTime() - 3_600_000),
      EndTime: at,
      Period: 300,
      Statistics: ["Maximum"],
    }),
  );
  const [newest] = Datapoints.sort((a, b) => (b.Timestamp?.getTime() ?? 0) - (a.Timestamp?.getTime() ?? 0));
  return newest?.Maximum;
}
