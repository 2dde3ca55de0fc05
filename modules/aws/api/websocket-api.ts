import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { logGroupName, type Names } from "../../names";
import type { FunctionLink } from "../functions/function-links";

export interface WebSocketApiProps {
  readonly names: Names;
  /** The last part of its name. */
  readonly name: string;
  /** What the API is for, as the console shows it. */
  readonly description: string;
  /** KMS key of the logs; its policy admits CloudWatch Logs. */
  readonly keyArn: string;
  /** Days that logs are kept, one of the values CloudWatch Logs knows. */
  readonly logDays: number;
}

/**
 * A WebSocket API on API Gateway with its two logs. Clients choose a route by `action` in their JSON. No client can connect
 * until a `WebSocketStage` serves the API. The two are apart because the functions that a stage calls answer through the API.
 */
export class WebSocketApi extends Construct {
  readonly apiId: string;
  readonly name: string;
  /** The name of its one stage: the environment. */
  readonly stageName: string;
  /** API Gateway's own address of the stage, `wss://…`. */
  readonly url: string;
  /** Where messages to clients are posted, `https://…`. */
  readonly connectionsUrl: string;
  /** The stage's ARN. The ARNs of routes and of `POST/@connections/*` begin with it. */
  readonly stageArn: string;
  /** The API's ARN. The ARNs of authorizers begin with it. */
  readonly executionArn: string;
  readonly accessLogArn: string;
  /** Must be made before the stage, or API Gateway makes its own: without a key, and kept for ever. */
  readonly executionLog: ITerraformDependable;
  /** The dimensions of its CloudWatch metrics. */
  readonly metricDimensions: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: WebSocketApiProps) {
    super(scope, id);
    const { names, logDays } = props;
    const stageName = names.environment;
    const name = names.of("api", props.name);

    const api = new Apigatewayv2Api(this, "api", {
      name,
      description: props.description,
      protocolType: "WEBSOCKET",
      routeSelectionExpression: "$request.body.action",
    });
    const log = (part: string, logName: string) =>
      new CloudwatchLogGroup(this, part, { name: logName, retentionInDays: logDays, kmsKeyId: props.keyArn });
    const accessLog = log("access-log", logGroupName("/aws/apigateway", name));
    this.executionLog = log("execution-log", logGroupName("/aws/apigateway", api.id, stageName));

    this.apiId = api.id;
    this.name = name;
    this.stageName = stageName;
    this.url = `${api.apiEndpoint}/${stageName}`;
    this.connectionsUrl = `${Fn.replace(api.apiEndpoint, "/^ws/", "http")}/${stageName}`;
    this.executionArn = api.executionArn;
    this.stageArn = `${api.executionArn}/${stageName}`;
    this.accessLogArn = accessLog.arn;
    this.metricDimensions = { ApiId: api.id, Stage: stageName };
  }
}

/** What can be done with a connection: send to it (POST), look whether it exists (GET), close it (DELETE). */
export type ConnectionMethod = "POST" | "GET" | "DELETE";

/** The clients of an API's one stage, by its address. */
export function connectionsLink(
  variable: string,
  { connectionsUrl, stageArn }: Pick<WebSocketApi, "connectionsUrl" | "stageArn">,
  methods: readonly ConnectionMethod[] = ["POST", "GET", "DELETE"],
): FunctionLink {
  return {
    environment: { [variable]: connectionsUrl },
    statements: [
      {
        actions: ["execute-api:ManageConnections"],
        resources: methods.map((method) => `${stageArn}/${method}/@connections/*`),
      },
    ],
  };
}
