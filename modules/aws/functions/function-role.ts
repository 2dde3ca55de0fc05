import type { Names } from "../../names";
import type { Statement } from "../access/policy";
import { throughService } from "./function-links";

export interface FunctionRoleSources {
  readonly names: Names;
  readonly logGroupArn: string;
  readonly deadLetterQueueArn: string;
  readonly keyArn: string;
  readonly insights: boolean;
}

/** What a function may do before it is linked to anything: write its log, its traces and its dead letters, read its environment. */
export function functionStatements(sources: FunctionRoleSources): Statement[] {
  const { names, keyArn } = sources;
  const write = ["logs:CreateLogStream", "logs:PutLogEvents"];
  return [
    { actions: write, resources: [`${sources.logGroupArn}:*`] },
    // X-Ray has no resources.
    { actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], resources: ["*"] },
    { actions: ["sqs:SendMessage"], resources: [sources.deadLetterQueueArn] },
    throughService("sqs", keyArn, ["kms:Decrypt", "kms:GenerateDataKey"]),
    throughService("lambda", keyArn, ["kms:Decrypt"]),
    ...(sources.insights
      ? [
          {
            actions: ["logs:CreateLogGroup", ...write],
            // The extension's own group, the same for every function of an account.
            resources: [names.arn("logs", "log-group:/aws/lambda-insights*")],
          },
        ]
      : []),
  ];
}
