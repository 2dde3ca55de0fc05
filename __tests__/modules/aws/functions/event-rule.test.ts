import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { EventRule } from "../../../../modules/aws/functions/event-rule";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const make = (readEvents?: boolean) =>
  synthesized((scope) => {
    new EventRule(scope, "rule", {
      names,
      name: "build-events",
      description: "A build ended",
      pattern: { source: ["aws.codebuild"] },
      target: { name: "fn", aliasName: "live", aliasArn: "arn:fn:live" },
      readEvents,
    });
  });

test("events that match call the function's alias, which only this rule may do", () => {
  expect(make()).toHaveResourceWithProperties(CloudwatchEventRule, {
    name: "test-execution-prod-build-events",
    event_pattern: '{"source":["aws.codebuild"]}',
    state: "ENABLED",
  });
  expect(make()).toHaveResourceWithProperties(CloudwatchEventTarget, { arn: "arn:fn:live" });
  expect(make()).toHaveResourceWithProperties(LambdaPermission, {
    function_name: "fn",
    qualifier: "live",
    principal: "events.amazonaws.com",
    source_arn: expect.stringContaining("aws_cloudwatch_event_rule"),
  });
});

test("reads of the account's trail are delivered only where `readEvents` is on", () => {
  expect(make(true)).toHaveResourceWithProperties(CloudwatchEventRule, {
    state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
  });
});
