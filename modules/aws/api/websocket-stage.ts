import { Apigatewayv2Deployment } from "@cdktf/provider-aws/lib/apigatewayv2-deployment";
import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { Fn, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import type { WebSocketApi } from "./websocket-api";
import { WebSocketAuthorizer } from "./websocket-authorizer";
import { WebSocketDomain, type WebSocketDomainProps } from "./websocket-domain";
import { type CalledFunction, WebSocketRoute } from "./websocket-route";

export interface WebSocketStageProps {
  /** The API that the stage serves. */
  readonly api: WebSocketApi;
  /** Returns a policy which says whether a client may connect. */
  readonly authorizer: CalledFunction;
  /** The function of each route: `$connect`, `$disconnect`, `$default` (messages without a route), and names of actions. */
  readonly routes: Readonly<Record<string, CalledFunction>>;
  /** Messages per second, and messages above that rate that may arrive at once; more are refused. */
  readonly throttle: { readonly ratePerSecond: number; readonly burst: number };
  /** The least level that API Gateway logs of how it ran a request. */
  readonly logLevel: "OFF" | "ERROR" | "INFO";
  /** Logs hold whole messages, with the personal data and the tokens in them. */
  readonly dataTrace: boolean;
  /** A custom domain. API Gateway's own address stays: messages to clients are posted there. @default - none */
  readonly domain?: WebSocketDomainProps["domain"];
}

/** The fields of the access log, one line per connection and message. Never the query, which may hold a token. */
const accessLogFields = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  ip: "$context.identity.sourceIp",
  connection: "$context.connectionId",
  event: "$context.eventType",
  route: "$context.routeKey",
  status: "$context.status",
  authorizerStatus: "$context.authorizer.status",
  functionMs: "$context.integration.latency",
  functionStatus: "$context.integration.status",
  error: "$context.error.message",
  functionError: "$context.integration.error",
};

/**
 * The stage by which clients reach a WebSocket API: a function decides who may connect, and a new deployment changes all
 * routes at once. Throttled, both logs on, metrics for each route. The account needs the log role of `AccountDefaults` first.
 */
export class WebSocketStage extends Construct {
  /** Where clients connect, `wss://…`. */
  readonly url: string;
  readonly routeKeys: readonly string[];

  constructor(scope: Construct, id: string, props: WebSocketStageProps) {
    super(scope, id);
    const { api, domain } = props;

    const { authorizerId, permission } = new WebSocketAuthorizer(this, "authorizer", {
      api,
      name: "token",
      target: props.authorizer,
    });
    const routes = Object.entries(props.routes).map(
      ([key, target]) =>
        new WebSocketRoute(this, key.replace("$", ""), {
          api,
          key,
          target,
          authorizerId: key === "$connect" ? authorizerId : undefined,
        }),
    );
    // A local, because Fn.jsonencode leaves the quotes of literals as they are (cdktf 0.21).
    const frozen = new TerraformLocal(this, "frozen", {
      authorizer: props.authorizer.invokeArn,
      routes: routes.map(({ deployed }) => deployed),
    });
    // Not auto_deploy, with which each route goes live before the next one is changed.
    const deployment = new Apigatewayv2Deployment(this, "deployment", {
      apiId: api.apiId,
      description: `Routes of ${api.name}`,
      triggers: { frozen: Fn.sha1(Fn.jsonencode(frozen.expression)) },
      dependsOn: [permission, ...routes.map((route) => route.permission)],
      // The stage moves to the new deployment before the old one is deleted.
      lifecycle: { createBeforeDestroy: true },
    });
    const { ratePerSecond, burst } = props.throttle;
    const stage = new Apigatewayv2Stage(this, "stage", {
      apiId: api.apiId,
      name: api.stageName,
      deploymentId: deployment.id,
      accessLogSettings: { destinationArn: api.accessLogArn, format: JSON.stringify(accessLogFields) },
      defaultRouteSettings: {
        throttlingRateLimit: ratePerSecond,
        throttlingBurstLimit: burst,
        loggingLevel: props.logLevel,
        dataTraceEnabled: props.dataTrace,
        detailedMetricsEnabled: true,
      },
      dependsOn: [api.executionLog],
    });

    this.url = domain
      ? new WebSocketDomain(this, "domain", { domain, apiId: api.apiId, stageName: stage.name }).url
      : api.url;
    this.routeKeys = Object.keys(props.routes);
  }
}
