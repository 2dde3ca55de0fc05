import type { Names } from "../../names";
import type { Statement } from "../access/policy";
import { seeAlarms } from "./release-statements";

/** The functions of a stack that a release carries. */
export interface ReleasedFunctions {
  readonly names: Names;
  /** Their ARNs, without version. */
  readonly functionArns: readonly string[];
  /** The key of their variables. */
  readonly keyArn: string;
}

/**
 * Publishing new code of functions, leading their alias, trying a version by its number, and reading what judges a release. The
 * function's role and its permissions stay: to give it another role takes `iam:PassRole`.
 */
export function functionReleaseStatements({ names, functionArns, keyArn }: ReleasedFunctions): Statement[] {
  const throughLambda = {
    test: "StringEquals",
    variable: "kms:ViaService",
    values: [`lambda.${names.region}.amazonaws.com`],
  };
  return [
    {
      sid: "Versions",
      actions: [
        "lambda:GetAlias",
        "lambda:GetFunction",
        "lambda:GetFunctionCodeSigningConfig",
        "lambda:GetFunctionConfiguration",
        "lambda:InvokeFunction",
        "lambda:ListTags",
        "lambda:ListVersionsByFunction",
        "lambda:PublishVersion",
        "lambda:UpdateAlias",
        "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration",
      ],
      resources: functionArns.flatMap((arn) => [arn, `${arn}:*`]),
    },
    {
      // Without it Lambda hides the variables, and the next plan would set them again.
      sid: "Variables",
      actions: ["kms:Decrypt", "kms:Encrypt"],
      resources: [keyArn],
      conditions: [throughLambda],
    },
    {
      sid: "VariablesOfVersions",
      actions: ["kms:CreateGrant"],
      resources: [keyArn],
      conditions: [throughLambda, { test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] }],
    },
    // It has no resource.
    { sid: "Judge", actions: ["cloudwatch:GetMetricData"], resources: ["*"] },
    seeAlarms(names),
  ];
}
