import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Testing } from "cdktf";
import { EventRule } from "../../../../modules/aws/functions/event-rule";
import { names } from "../fixtures";

const synth = (readEvents?: boolean) =>
  Testing.synthScope((scope) => {
    new EventRule(scope, "rule", {
      names,
      name: "build-events",
      description: "A build ended",
      pattern: { source: ["aws.codebuild"] },
      target: { name: "fn", aliasName: "live", aliasArn: "arn:fn:live" },
      readEvents,
    });
  });

test("events that match call the function's alias, which this rule alone may do", () => {
  expect(synth()).toHaveResourceWithProperties(CloudwatchEventRule, {
    name: "test-execution-prod-build-events",
    event_pattern: '{"source":["aws.codebuild"]}',
    state: "ENABLED",
  });
  expect(synth()).toHaveResourceWithProperties(CloudwatchEventTarget, { arn: "arn:fn:live" });
  expect(synth()).toHaveResourceWithProperties(LambdaPermission, {
    function_name: "fn",
    qualifier: "live",
    principal: "events.amazonaws.com",
    source_arn: expect.stringContaining("aws_cloudwatch_event_rule"),
  });
});

test("reads of the trail come only where they are asked for", () => {
  expect(synth(true)).toHaveResourceWithProperties(CloudwatchEventRule, {
    state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
  });
});
