import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import type { Names } from "../../names";
import type { ServerlessFunction } from "./function";

export interface EventRuleProps {
  readonly names: Names;
  readonly name: string;
  readonly description: string;
  /** Which events of the default bus; see EventBridge's event patterns. */
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly target: Pick<ServerlessFunction, "name" | "aliasName" | "aliasArn">;
  /**
   * Also reads of the account's trail, such as of a secret, which EventBridge leaves out otherwise. The account needs a trail
   * of management events. @default false
   */
  readonly readEvents?: boolean;
}

/** Calls a function for each event that matches; what the function cannot take is a dead letter of the function. */
export class EventRule extends Construct {
  readonly ruleName: string;

  constructor(scope: Construct, id: string, props: EventRuleProps) {
    super(scope, id);
    const { names, target } = props;
    const rule = new CloudwatchEventRule(this, "rule", {
      name: names.of("event_rule", props.name),
      description: props.description,
      eventPattern: JSON.stringify(props.pattern),
      state: props.readEvents ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED",
    });
    const permission = new LambdaPermission(this, "may-call", {
      action: "lambda:InvokeFunction",
      functionName: target.name,
      qualifier: target.aliasName,
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
    });
    new CloudwatchEventTarget(this, "target", {
      rule: rule.name,
      arn: target.aliasArn,
      retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3600 },
      dependsOn: [permission],
    });
    this.ruleName = rule.name;
  }
}
