import { graph, line } from "../dashboards-widgets";
import type { Metric } from "../metrics";
import type { Watched } from "../watched";

/**
 * Depth and waiting time of each queue, by the name of the component that consumes it. The titles name the component where
 * there is more than one queue. The shared alerts have none for a queue.
 */
export function watchQueues(queues: Readonly<Record<string, { readonly queueName: string }>>): Watched {
  const found = Object.entries(queues);
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
    alarms: [],
  };
}
