import { build } from "../aws-shared/build";
import { resources } from "../synthesized";

interface Widget {
  readonly properties: { readonly title: string; readonly metrics: readonly (readonly unknown[])[] };
}

test("the queue of every component is on the application dashboard", async () => {
  const mailer = 'mailer = { cpu = 0.5, memory_mib = 1024, command = ["mail"], queue = true }';
  const stack = await build("aws-staging", `application = { components = { ${mailer} } }`);
  const [dashboard] = resources(stack, "aws_cloudwatch_dashboard").filter(({ body }) =>
    String(body.dashboard_name).endsWith("-application"),
  );
  const { widgets }: { widgets: Widget[] } = JSON.parse(String(dashboard?.body.dashboard_body));
  const shown = widgets.filter(({ properties }) => properties.metrics[0]?.[0] === "AWS/SQS");
  expect(shown.map(({ properties: { title, metrics } }) => [title, metrics[0]?.[3]])).toEqual(
    ["worker", "mailer"].flatMap((component) => {
      const queue = expect.stringContaining(`aws_sqs_queue.${component}-queue`);
      return [
        [`Queue depth: ${component}`, queue],
        [`Waiting time of the oldest message (s): ${component}`, queue],
      ];
    }),
  );
});

test("each side of the API and each component has its own alarms, and one says that neither side answers", async () => {
  const stack = await build("aws-staging", "aws = { service = { blue_green = true } }");
  const names = resources(stack, "aws_cloudwatch_metric_alarm").map(({ body }) => body.alarm_name);
  for (const part of ["api-down-blue", "cpu-blue", "cpu-green", "cpu-worker", "memory-worker"]) {
    expect(names).toContain(`test-execution-staging-${part}`);
  }
  const down = resources(stack, "aws_cloudwatch_metric_alarm").filter(({ body }) =>
    /-api-down-/.test(`${body.alarm_name}`),
  );
  expect(down.map(({ body }) => body.alarm_name)).toEqual(["test-execution-staging-api-down-blue"]);
  const queries = down[0]?.body.metric_query as { metric?: { dimensions: { TargetGroup: string } } }[];
  expect(queries.flatMap(({ metric }) => metric?.dimensions.TargetGroup ?? [])).toEqual([
    expect.stringContaining("routing_blue"),
    expect.stringContaining("routing_green"),
  ]);
});
