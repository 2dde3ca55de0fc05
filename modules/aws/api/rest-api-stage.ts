import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import { ApiGatewayMethodSettings } from "@cdktf/provider-aws/lib/api-gateway-method-settings";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Fn, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { logGroupName } from "../../names";

/** How a stage serves; the same for every route. */
export interface StageOptions {
  /** Requests per second, and requests above that rate that may arrive at once; more get 429. Document 000: 1000 and 2000. */
  readonly throttle: { readonly ratePerSecond: number; readonly burst: number };
  /** The least level that API Gateway logs of how it ran a request. Document 000: "INFO". */
  readonly logLevel: "OFF" | "ERROR" | "INFO";
  /** Logs hold whole requests and answers, with the personal data in them. */
  readonly dataTrace: boolean;
  /** Days that logs are kept, one of the values CloudWatch Logs knows. */
  readonly logDays: number;
  /** A regional web ACL that inspects requests first. @default - none */
  readonly webAclArn?: string;
}

export interface RestApiStageProps extends StageOptions {
  readonly restApiId: string;
  /** The API's name, for its access log. */
  readonly name: string;
  readonly stageName: string;
  /** KMS key of the logs; its policy admits CloudWatch Logs. */
  readonly keyArn: string;
  /** The arguments and ids of routes, models and errors: a deployment freezes them and so waits for them. */
  readonly deployed: readonly unknown[];
}

/** The fields of the access log, one line per request; `user` is the caller's id in Cognito. */
const accessLogFields = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  ip: "$context.identity.sourceIp",
  user: "$context.authorizer.claims.sub",
  method: "$context.httpMethod",
  path: "$context.resourcePath",
  status: "$context.status",
  bytes: "$context.responseLength",
  latencyMs: "$context.responseLatency",
  functionMs: "$context.integration.latency",
  functionStatus: "$context.integration.status",
  error: "$context.error.message",
  waf: "$context.waf.status",
  trace: "$context.xrayTraceId",
};

/** The stage by which an API is called: throttled, logged and traced. A change of what a deployment freezes makes a new deployment. */
export class RestApiStage extends Construct {
  readonly stageName: string;
  readonly invokeUrl: string;

  constructor(scope: Construct, id: string, props: RestApiStageProps) {
    super(scope, id);
    const { restApiId, logDays } = props;
    const log = (part: string, name: string) =>
      new CloudwatchLogGroup(this, part, { name, retentionInDays: logDays, kmsKeyId: props.keyArn });

    // A local, because Fn.jsonencode leaves the quotes of literals as they are (cdktf 0.21).
    const frozen = new TerraformLocal(this, "frozen", props.deployed);
    const deployment = new ApiGatewayDeployment(this, "deployment", {
      restApiId,
      triggers: { frozen: Fn.sha1(Fn.jsonencode(frozen.expression)) },
      // The stage moves to the new deployment before the old one is deleted.
      lifecycle: { createBeforeDestroy: true },
    });
    // Otherwise API Gateway makes this group: without a key, and kept for ever.
    const executionLog = log("execution-log", `API-Gateway-Execution-Logs_${restApiId}/${props.stageName}`);
    const accessLog = log("access-log", logGroupName("/aws/apigateway", props.name));
    const stage = new ApiGatewayStage(this, "stage", {
      restApiId,
      deploymentId: deployment.id,
      stageName: props.stageName,
      xrayTracingEnabled: true,
      accessLogSettings: { destinationArn: accessLog.arn, format: JSON.stringify(accessLogFields) },
      dependsOn: [executionLog],
    });
    const { ratePerSecond, burst } = props.throttle;
    new ApiGatewayMethodSettings(this, "settings", {
      restApiId,
      stageName: stage.stageName,
      methodPath: "*/*",
      settings: {
        throttlingRateLimit: ratePerSecond,
        throttlingBurstLimit: burst,
        loggingLevel: props.logLevel,
        dataTraceEnabled: props.dataTrace,
        metricsEnabled: true,
      },
    });
    if (props.webAclArn) {
      new Wafv2WebAclAssociation(this, "firewall", { resourceArn: stage.arn, webAclArn: props.webAclArn });
    }

    this.stageName = stage.stageName;
    this.invokeUrl = stage.invokeUrl;
  }
}
