import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import type { Names } from "../../names";
import type { ServerlessFunction } from "./function";

export interface EventRuleProps {
  readonly names: Names;
  /** The last part of the rule's name. */
  readonly name: string;
  /** What the rule matches, as the console shows it. */
  readonly description: string;
  /** The events of the default bus that call the function, as an EventBridge event pattern. */
  readonly pattern: Readonly<Record<string, unknown>>;
  /** The function that is called, by its alias. */
  readonly target: Pick<ServerlessFunction, "name" | "aliasName" | "aliasArn">;
  /**
   * Whether read-only API calls match too, such as reading a secret, which EventBridge otherwise leaves out. The account
   * needs a trail of management events. @default false
   */
  readonly readEvents?: boolean;
}

/** Calls a function for each event that matches. An event that the function fails on goes to the function's dead letters. */
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
