import "cdktf/lib/testing/adapters/jest";
import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { Testing } from "cdktf";
import { StreamConsumer, type StreamConsumerProps } from "../../../../modules/aws/functions/stream-consumer";

const synth = (props: Partial<StreamConsumerProps> = {}) =>
  Testing.synthScope((scope) => {
    new StreamConsumer(scope, "consumer", {
      consumer: { aliasArn: "arn:alias", deadLetterQueueArn: "arn:dead" },
      table: { streamArn: "arn:stream" },
      ...props,
    });
  });

describe("StreamConsumer", () => {
  test("a record that fails is singled out, tried again and given up, and holds nothing else back", () => {
    expect(synth()).toHaveResourceWithProperties(LambdaEventSourceMapping, {
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
    expect(synth({ filters: [pattern], batchSize: 1, retries: 0 })).toHaveResourceWithProperties(
      LambdaEventSourceMapping,
      {
        filter_criteria: { filter: [{ pattern: JSON.stringify(pattern) }] },
        batch_size: 1,
        maximum_retry_attempts: 0,
      },
    );
  });
});
