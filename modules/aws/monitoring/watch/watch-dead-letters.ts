import type { Alert } from "../../../alerts";
import type { Metric } from "../metrics";
import type { Watched } from "../watched";

/** A queue with what was given up after all retries. */
export interface DeadLetters {
  readonly deadLetterQueueName: string;
  /** Whose they are and what that means, as a sentence. */
  readonly meaning: string;
  /** What to do. */
  readonly remedy: string;
}

/** How many messages are in a dead-letter queue. */
export function deadLetterMetric(QueueName: string): Metric {
  return {
    namespace: "AWS/SQS",
    name: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName },
    stat: "Maximum",
  };
}

/** An alarm `<key>-dead-letters` for each queue, without a widget. */
export function watchDeadLetters(queues: Readonly<Record<string, DeadLetters>>, alert: Alert): Watched {
  return {
    widgets: {},
    alarms: Object.entries(queues).map(([key, { deadLetterQueueName, meaning, remedy }]) => ({
      part: `${key}-dead-letters`,
      alert,
      measurement: { metrics: { dead: deadLetterMetric(deadLetterQueueName) } },
      firesWhen: "GreaterThan",
      missingData: "notBreaching",
      meaning,
      remedy,
    })),
  };
}

/** The dead letters of schedules, by their names: what a schedule could not call or send within an hour. */
export function watchSchedules(
  schedules: Readonly<Record<string, { readonly deadLetterQueueName: string }>>,
  alert: Alert,
): Watched {
  const queues = Object.entries(schedules).map(([name, { deadLetterQueueName }]): [string, DeadLetters] => [
    `${name}-schedule`,
    {
      deadLetterQueueName,
      meaning: `The schedule ${name} could not start its work.`,
      remedy: "Look whether its role and its target are as they were deployed, deploy again, and empty the queue.",
    },
  ]);
  return watchDeadLetters(Object.fromEntries(queues), alert);
}
