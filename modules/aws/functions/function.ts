import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { logGroupName, type Names } from "../../names";
import { ServiceRole } from "../access/service-role";
import { deadLetterQueue } from "../stores/encrypted-queue";
import { type FunctionCode, functionArchive } from "./function-archive";
import type { FunctionLink } from "./function-links";
import { liveAlias, type ReleasedVersions, type ReleaseProps } from "./function-releases";
import { functionStatements } from "./function-role";

export interface ServerlessFunctionProps extends ReleaseProps {
  readonly names: Names;
  /** The last part of the name of every resource. */
  readonly name: string;
  /** What the function does, as the console shows it. */
  readonly description: string;
  /** The source and the entry point. */
  readonly code: FunctionCode;
  /** Encrypts environment, log and dead letters; its policy must admit CloudWatch Logs. */
  readonly keyArn: string;
  /** Memory in MiB, 128 to 10,240 (Lambda's limits); CPU grows with it. @default 256 */
  readonly memoryMib?: number;
  /** Seconds after which a call is stopped, at most 900 (Lambda's limit). @default 30 */
  readonly timeoutSeconds?: number;
  /** Environment variables; they win over those of the links. At most 4 KB in all (Lambda's limit). @default - only those of the links */
  readonly environment?: Readonly<Record<string, string>>;
  /** The resources that it uses; each link adds variables and rights. @default - none */
  readonly link?: readonly FunctionLink[];
  /** Days that its log is kept, one of the values CloudWatch Logs knows. */
  readonly logDays: number;
  /** The least level of the code's log lines that is kept. @default "INFO" */
  readonly logLevel?: "DEBUG" | "INFO" | "WARN" | "ERROR";
  /** Most concurrent calls, reserved from the account's limit; 0 stops the function. @default - what the account has left */
  readonly reservedConcurrency?: number;
  /** ARN of the region's `LambdaInsightsExtension-Arm64` layer: memory, CPU and start times as metrics. @default - none */
  readonly insightsLayerArn?: string;
}

/** A Lambda function with code from this repository: traced, JSON logs, dead letters, least privilege. Call it by its alias `live`. */
export class ServerlessFunction extends Construct {
  readonly name: string;
  readonly arn: string;
  /** Number of the version that was published last. */
  readonly newestVersion: string;
  /** How its calls move to a new version. Undefined: at once. */
  readonly released?: ReleasedVersions;
  readonly aliasName: string;
  readonly aliasArn: string;
  /** The ARN by which API Gateway calls the alias. */
  readonly invokeArn: string;
  readonly roleArn: string;
  readonly roleName: string;
  readonly logGroupName: string;
  readonly deadLetterQueueName: string;
  readonly deadLetterQueueArn: string;

  constructor(scope: Construct, id: string, props: ServerlessFunctionProps) {
    super(scope, id);
    const { names, name, code, keyArn, link = [], insightsLayerArn } = props;
    const functionName = names.of("function", name);

    const log = new CloudwatchLogGroup(this, "log", {
      name: logGroupName("/aws/lambda", functionName),
      retentionInDays: props.logDays,
      kmsKeyId: keyArn,
    });
    const deadLetters = deadLetterQueue(this, "dead-letters", {
      name: names.of("queue", `${name}-dead-letters`),
      keyArn,
    });
    const own = functionStatements({
      names,
      logGroupArn: log.arn,
      deadLetterQueueArn: deadLetters.arn,
      keyArn,
      insights: insightsLayerArn !== undefined,
    });
    const role = new ServiceRole(this, "role", {
      names,
      name,
      service: "lambda.amazonaws.com",
      // Lambda sends no source account when it assumes a role. Only this account can pass the role to it.
      conditions: [],
      statements: [...own, ...link.flatMap(({ statements }) => statements)],
    });

    const archive = functionArchive(code);
    const zip = new TerraformAsset(this, "code", {
      path: archive.file,
      type: AssetType.FILE,
      assetHash: archive.digest,
    });
    const lambda = new LambdaFunction(this, "function", {
      functionName,
      description: props.description,
      role: role.arn,
      runtime: code.runtime ?? "python3.11",
      handler: code.handler,
      architectures: ["arm64"],
      filename: zip.path,
      sourceCodeHash: archive.sourceCodeHash,
      publish: true,
      memorySize: props.memoryMib ?? 256,
      timeout: props.timeoutSeconds ?? 30,
      reservedConcurrentExecutions: props.reservedConcurrency,
      layers: insightsLayerArn ? [insightsLayerArn] : [],
      environment: { variables: Object.assign({}, ...link.map(({ environment }) => environment), props.environment) },
      kmsKeyArn: keyArn,
      tracingConfig: { mode: "Active" },
      deadLetterConfig: { targetArn: deadLetters.arn },
      loggingConfig: {
        logFormat: "JSON",
        logGroup: log.name,
        applicationLogLevel: props.logLevel ?? "INFO",
        systemLogLevel: "INFO",
      },
      // Lambda refuses a function whose role may not write dead letters yet.
      dependsOn: role.permissions,
    });
    const alias = liveAlias(this, lambda, props);

    this.name = lambda.functionName;
    this.arn = lambda.arn;
    this.newestVersion = lambda.version;
    if (props.released) this.released = props.released;
    this.aliasName = alias.name;
    this.aliasArn = alias.arn;
    this.invokeArn = alias.invokeArn;
    this.roleArn = role.arn;
    this.roleName = role.name;
    this.logGroupName = log.name;
    this.deadLetterQueueName = deadLetters.name;
    this.deadLetterQueueArn = deadLetters.arn;
  }
}
