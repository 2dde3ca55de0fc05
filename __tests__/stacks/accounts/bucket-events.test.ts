import { examples, resources, type StackJson, synthesizeAll } from "../synthesized";

test("a bucket sends events only where a rule of its stack listens: each event is billed", async () => {
  const all = await synthesizeAll();
  const unheard = examples.stacks.flatMap(({ id }) => {
    const stack = all.get(id) as StackJson;
    const listens = resources(stack, "aws_cloudwatch_event_rule").some(({ body }) =>
      `${body.event_pattern}`.includes("aws.s3"),
    );
    return listens ? [] : resources(stack, "aws_s3_bucket_notification").map(({ address }) => `${id}: ${address}`);
  });
  expect(unheard).toEqual([]);
});
