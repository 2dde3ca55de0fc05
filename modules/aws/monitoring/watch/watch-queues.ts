import { mapValues } from "../../../records";
import { graph, line } from "../dashboards-widgets";
import type { Metric } from "../metrics";
import type { Watched } from "../watched";
import { watchDeadLetters } from "./watch-dead-letters";

/** Each message that was given up is a warning; the shared alerts have none for a queue. */
const givenUp = { threshold: 0, forSeconds: 300, severity: "warning" } as const;

/**
 * Depth and waiting time of each queue, by the name of the component that consumes it, and an alarm on what it gave up. The titles name the
 * component where there is more than one queue.
 */
export function watchQueues(
  queues: Readonly<Record<string, { readonly queueName: string; readonly deadLetterQueueName: string }>>,
): Watched {
  const found = Object.entries(queues);
  const { alarms } = watchDeadLetters(
    mapValues(queues, ({ deadLetterQueueName }, component) => ({
      deadLetterQueueName,
      meaning: `The component ${component} gave messages up after five tries.`,
      remedy: "Read its log for them, mend the cause, and send the messages of the dead-letter queue again.",
    })),
    givenUp,
  );
  return {
    widgets: {
      application: found.flatMap(([component, { queueName }]) => {
        const title = (text: string) => (found.length > 1 ? `${text}: ${component}` : text);
        const metric = (name: string): Metric => ({
          namespace: "AWS/SQS",
          name,
          dimensions: { QueueName: queueName },
          stat: "Maximum",
        });
        return [
          graph(title("Queue depth"), [
            line(metric("ApproximateNumberOfMessagesVisible"), "waiting"),
            line(metric("ApproximateNumberOfMessagesNotVisible"), "in work"),
          ]),
          graph(title("Waiting time of the oldest message (s)"), [
            line(metric("ApproximateAgeOfOldestMessage"), "age"),
          ]),
        ];
      }),
    },
    alarms,
  };
}
