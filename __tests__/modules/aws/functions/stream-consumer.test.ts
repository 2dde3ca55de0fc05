import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { StreamConsumer, type StreamConsumerProps } from "../../../../modules/aws/functions/stream-consumer";
import { synthesized } from "../../../synthesized";

const make = (props: Partial<StreamConsumerProps> = {}) =>
  synthesized((scope) => {
    new StreamConsumer(scope, "consumer", {
      consumer: { aliasArn: "arn:alias", deadLetterQueueArn: "arn:dead" },
      table: { streamArn: "arn:stream" },
      batchSize: 10,
      retries: 3,
      ...props,
    });
  });

describe("StreamConsumer", () => {
  test("a batch that fails is split and retried, and a bad record becomes a dead letter so that the others go on", () => {
    expect(make()).toHaveResourceWithProperties(LambdaEventSourceMapping, {
      event_source_arn: "arn:stream",
      function_name: "arn:alias",
      function_response_types: ["ReportBatchItemFailures"],
      bisect_batch_on_function_error: true,
      maximum_retry_attempts: 3,
      destination_config: { on_failure: { destination_arn: "arn:dead" } },
    });
  });

  test("only what matches a pattern is delivered", () => {
    const pattern = { eventName: ["INSERT"] };
    expect(make({ filters: [pattern], batchSize: 1, retries: 0 })).toHaveResourceWithProperties(
      LambdaEventSourceMapping,
      {
        filter_criteria: { filter: [{ pattern: JSON.stringify(pattern) }] },
        batch_size: 1,
        maximum_retry_attempts: 0,
      },
    );
  });
});
