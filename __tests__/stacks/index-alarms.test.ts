import { examples, resources, type StackJson, synthesizeAll } from "./synthesized";

const withTables = examples.stacks.filter(({ platform }) =>
  ["aws-serverless", "aws-websocket", "aws-codebuild"].includes(platform),
);

interface Table {
  readonly global_secondary_index?: readonly { readonly name: string }[];
}

test.each(withTables)("each table of $id, and each index, has an alarm on what it refuses", async ({ id }) => {
  const stack = (await synthesizeAll()).get(id) as StackJson;
  const watched = resources(stack, "aws_cloudwatch_metric_alarm").map(({ body }) => JSON.stringify(body));
  for (const { address, body } of resources(stack, "aws_dynamodb_table")) {
    const indexes = ((body as Table).global_secondary_index ?? []).map(({ name }) => name);
    for (const index of [undefined, ...indexes]) {
      // In the order of Terraform's JSON: sorted by name.
      const dimensions = JSON.stringify({
        ...(index && { GlobalSecondaryIndexName: index }),
        TableName: `\${${address}.name}`,
      });
      const found = watched.filter(
        (alarm) => alarm.includes(`"dimensions":${dimensions}`) && alarm.includes("WriteThrottleEvents"),
      );
      expect([address, index, found.length]).toEqual([address, index, 1]);
    }
  }
});
