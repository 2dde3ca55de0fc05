import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { Construct } from "constructs";
import type { Table } from "../stores/table";
import type { ServerlessFunction } from "./function";

export interface StreamConsumerProps {
  /** The function. It needs `streamLink(table)` and returns the records that failed (`batchItemFailures`). */
  readonly consumer: Pick<ServerlessFunction, "aliasArn" | "deadLetterQueueArn">;
  /** The table with the stream. */
  readonly table: Pick<Table, "streamArn">;
  /** Lambda filter patterns; a record is delivered if one of them matches. @default - every change is delivered */
  readonly filters?: readonly object[];
  /** Most records that one call gets, 1 to 10,000 (Lambda's limits). */
  readonly batchSize: number;
  /** Attempts after the first before a record becomes a dead letter, 0 to 10,000 (Lambda's limits). */
  readonly retries: number;
}

/**
 * Gives a function the changes of a table, in order within each partition. A batch that fails is split and retried until the
 * bad record is alone. Then its position in the stream becomes a dead letter of the function, and the records after it go on.
 */
export class StreamConsumer extends Construct {
  constructor(scope: Construct, id: string, props: StreamConsumerProps) {
    super(scope, id);
    const { consumer, filters } = props;
    new LambdaEventSourceMapping(this, "mapping", {
      eventSourceArn: props.table.streamArn,
      functionName: consumer.aliasArn,
      startingPosition: "TRIM_HORIZON", // Includes changes from before the mapping existed.
      batchSize: props.batchSize,
      maximumBatchingWindowInSeconds: 1,
      functionResponseTypes: ["ReportBatchItemFailures"],
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: props.retries,
      maximumRecordAgeInSeconds: 86_400, // As long as a stream keeps them.
      destinationConfig: { onFailure: { destinationArn: consumer.deadLetterQueueArn } },
      filterCriteria: filters && { filter: filters.map((pattern) => ({ pattern: JSON.stringify(pattern) })) },
    });
  }
}
