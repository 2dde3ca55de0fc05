import type { Construct } from "constructs";
import { EventRule } from "../../modules/aws/functions/event-rule";
import type { ServerlessFunction } from "../../modules/aws/functions/function";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";

export interface EventRuleInputs {
  readonly target: ServerlessFunction;
}

/** The events that the function `events` receives. */
export function addEventRules(
  stack: Construct,
  { projects }: PlatformSettings["aws-codebuild"],
  { names }: AwsContext,
  { target }: EventRuleInputs,
): void {
  new EventRule(stack, "build-events", {
    names,
    name: "build-events",
    description: "A build began or ended",
    pattern: {
      source: ["aws.codebuild"],
      "detail-type": ["CodeBuild Build State Change"],
      detail: { "project-name": Object.keys(projects).map((key) => names.of("build_project", key)) },
    },
    target,
  });
  const ours = [{ wildcard: `*${names.path()}/*` }];
  new EventRule(stack, "secret-denials", {
    names,
    name: "secret-denials",
    description: "A secret of this system was refused to somebody",
    pattern: {
      source: ["aws.secretsmanager"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        errorCode: [{ prefix: "AccessDenied" }],
        // A refused call may come without its parameters; the message names the secret.
        $or: [{ errorMessage: ours }, { requestParameters: { secretId: ours } }],
      },
    },
    readEvents: true,
    target,
  });
}
