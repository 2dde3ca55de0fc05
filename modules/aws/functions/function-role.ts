import type { Names } from "../../names";
import type { Statement } from "../access/policy";
import { throughService } from "./function-links";

/** What the statements of a function's role are made from. */
export interface FunctionRoleProps {
  readonly names: Names;
  readonly logGroupArn: string;
  readonly deadLetterQueueArn: string;
  /** Encrypts the function's environment and dead letters. */
  readonly keyArn: string;
  /** Whether the function has the layer of Lambda Insights. */
  readonly insights: boolean;
}

/** The rights of every function without links: write its log, traces and dead letters, and decrypt its environment. */
export function functionStatements(props: FunctionRoleProps): Statement[] {
  const { names, keyArn } = props;
  const write = ["logs:CreateLogStream", "logs:PutLogEvents"];
  return [
    { actions: write, resources: [`${props.logGroupArn}:*`] },
    // X-Ray's actions have no resource.
    { actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], resources: ["*"] },
    { actions: ["sqs:SendMessage"], resources: [props.deadLetterQueueArn] },
    throughService("sqs", keyArn, ["kms:Decrypt", "kms:GenerateDataKey"]),
    throughService("lambda", keyArn, ["kms:Decrypt"]),
    ...(props.insights
      ? [
          {
            actions: ["logs:CreateLogGroup", ...write],
            // The group of the extension, which all functions of an account share.
            resources: [names.arn("logs", "log-group:/aws/lambda-insights*")],
          },
        ]
      : []),
  ];
}
