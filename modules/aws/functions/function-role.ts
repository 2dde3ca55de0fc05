import type { Names } from "../../names";
import type { Statement } from "../access/policy";
import { throughService } from "./function-links";

export interface FunctionRoleSources {
  readonly names: Names;
  readonly functionName: string;
  readonly logGroupArn: string;
  readonly deadLetterQueueArn: string;
  readonly keyArn: string;
  readonly insights: boolean;
  readonly inNetwork: boolean;
}

/** What a function may do before it is linked to anything: write its log, its traces and its dead letters, read its environment. */
export function functionStatements(sources: FunctionRoleSources): Statement[] {
  const { names, functionName, keyArn } = sources;
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
    ...(sources.inNetwork ? networkStatements(names.arn("lambda", `function:${functionName}`)) : []),
  ];
}

/** Lambda makes the interfaces of a function with the function's role, and EC2 knows no narrower resource while it checks them. */
function networkStatements(functionArn: string): Statement[] {
  const actions = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
    "ec2:UnassignPrivateIpAddresses",
  ];
  return [
    { actions, resources: ["*"] },
    // Lambda itself needs them, the function's code does not (AWS Lambda developer guide, "Giving Lambda functions access to resources in a VPC").
    {
      sid: "NotTheCode",
      effect: "Deny",
      actions,
      resources: ["*"],
      conditions: [{ test: "ArnEquals", variable: "lambda:SourceFunctionArn", values: [functionArn] }],
    },
  ];
}
