import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { Apigatewayv2Authorizer } from "@cdktf/provider-aws/lib/apigatewayv2-authorizer";
import { Apigatewayv2Deployment } from "@cdktf/provider-aws/lib/apigatewayv2-deployment";
import { Apigatewayv2DomainName } from "@cdktf/provider-aws/lib/apigatewayv2-domain-name";
import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Token } from "cdktf";
import { connectionsLink, WebSocketApi } from "../../../../modules/aws/api/websocket-api";
import { WebSocketStage, type WebSocketStageProps } from "../../../../modules/aws/api/websocket-stage";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const called = (name: string) => ({ name, aliasName: "live", invokeArn: `arn:invoke:${name}:live` });
const routes = {
  $connect: called("connect"),
  $disconnect: called("disconnect"),
  $default: called("chat"),
  message: called("chat"),
};

const chat = { names, name: "chat", description: "Chat", keyArn: "arn:key", logDays: 30 };
const served = {
  authorizer: called("authorizer"),
  routes,
  throttle: { ratePerSecond: 500, burst: 1000 },
  logLevel: "INFO",
  dataTrace: false,
} as const;

interface Parts {
  readonly api: WebSocketApi;
  readonly stage: WebSocketStage;
}

const make = (props: Partial<WebSocketStageProps> = {}, look: (parts: Parts) => void = () => {}) =>
  synthesized((scope) => {
    const api = new WebSocketApi(scope, "api", chat);
    const stage = new WebSocketStage(scope, "stage", { api, ...served, ...props });
    look({ api, stage });
  });

describe("WebSocketApi", () => {
  test("clients choose a route by `action`, and both logs are encrypted before the stage writes to them", () => {
    const made = make();
    expect(made).toHaveResourceWithProperties(Apigatewayv2Api, {
      name: "test-execution-prod-chat",
      protocol_type: "WEBSOCKET",
      route_selection_expression: "$request.body.action",
    });
    const logs = Object.entries(made.byName(CloudwatchLogGroup));
    expect(logs.map(([, { name, kms_key_id }]) => [name, kms_key_id])).toEqual([
      ["/aws/apigateway/test-execution-prod-chat", "arn:key"],
      [expect.stringMatching(/^\/aws\/apigateway\/\$\{aws_apigatewayv2_api\.\w+\.id\}\/prod$/), "arn:key"],
    ]);
    const [, executionLog] = logs;
    expect(made).toHaveResourceWithProperties(Apigatewayv2Stage, {
      depends_on: expect.arrayContaining([`aws_cloudwatch_log_group.${executionLog?.[0]}`]),
    });
  });

  test("a function that is linked to the connections may use the given methods on those of this stage, and nothing else", () => {
    make({}, ({ api }) => {
      const { environment, statements } = connectionsLink("URL", api, ["POST"]);
      expect(statements).toEqual([
        { actions: ["execute-api:ManageConnections"], resources: [`${api.stageArn}/POST/@connections/*`] },
      ]);
      expect(environment).toEqual({ URL: api.connectionsUrl });
      expect(connectionsLink("URL", api).statements[0]?.resources).toEqual(
        ["POST", "GET", "DELETE"].map((method) => `${api.stageArn}/${method}/@connections/*`),
      );
    });
  });

  test("messages are posted over https where clients connect over wss", () => {
    const made = synthesized((scope) => {
      const api = new WebSocketApi(scope, "api", chat);
      new Route53Record(scope, "look", { zoneId: "Z", name: "n", type: "TXT", records: [api.url, api.connectionsUrl] });
      expect(Token.isUnresolved(api.connectionsUrl)).toBe(true);
    });
    expect(made.one(Route53Record).records).toEqual([
      expect.stringMatching(/^\$\{aws_apigatewayv2_api\.\w+\.api_endpoint\}\/prod$/),
      expect.stringMatching(/^\$\{replace\(aws_apigatewayv2_api\.\w+\.api_endpoint, "\/\^ws\/", "http"\)\}\/prod$/),
    ]);
  });
});

describe("WebSocketStage", () => {
  test("the authorizer decides who connects; API Gateway calls it at $connect alone", () => {
    const made = make();
    expect(made).toHaveResourceWithProperties(Apigatewayv2Authorizer, {
      authorizer_type: "REQUEST",
      authorizer_uri: "arn:invoke:authorizer:live",
    });
    const types = made
      .all(Apigatewayv2Route)
      .map(({ route_key, authorization_type, authorizer_id }) => [
        route_key,
        authorization_type,
        authorizer_id !== undefined,
      ]);
    expect(types).toEqual([
      ["$connect", "CUSTOM", true],
      ["$default", "NONE", false],
      ["$disconnect", "NONE", false],
      ["message", "NONE", false],
    ]);
  });

  test("each route calls its function's alias, and API Gateway may call it for that route of this stage only", () => {
    const made = make();
    expect(made.all(Apigatewayv2Integration).map(({ integration_uri }) => integration_uri)).toEqual(
      ["connect", "chat", "disconnect", "chat"].map((name) => `arn:invoke:${name}:live`),
    );
    for (const { integration_type } of made.all(Apigatewayv2Integration)) {
      expect(integration_type).toBe("AWS_PROXY");
    }
    const permissions = made
      .all(LambdaPermission)
      .map((it) => [it.function_name, it.qualifier, it.principal, it.source_arn?.replace(/^\$\{[^}]+\}/, "api")]);
    expect(permissions).toEqual([
      ["authorizer", "live", "apigateway.amazonaws.com", expect.stringMatching(/^api\/authorizers\/\$\{.+\.id\}$/)],
      ["connect", "live", "apigateway.amazonaws.com", "api/prod/$connect"],
      ["chat", "live", "apigateway.amazonaws.com", "api/prod/$default"],
      ["disconnect", "live", "apigateway.amazonaws.com", "api/prod/$disconnect"],
      ["chat", "live", "apigateway.amazonaws.com", "api/prod/message"],
    ]);
  });

  test("a changed route makes a new deployment, after all that it needs", () => {
    const frozen = (props: Partial<WebSocketStageProps>) => JSON.stringify(Object.values(make(props).json.locals));
    expect(frozen({})).toBe(frozen({}));
    for (const other of [
      { authorizer: called("another") },
      { routes: { ...routes, history: called("chat") } },
      { routes: { ...routes, message: called("another") } },
    ]) {
      expect(frozen(other)).not.toBe(frozen({}));
    }
    const deployment = make().one(Apigatewayv2Deployment);
    expect(deployment.triggers).toEqual({
      frozen: expect.stringMatching(/^\$\{sha1\(jsonencode\(local\.\w+\)\)\}$/),
    });
    expect(deployment.lifecycle).toEqual({ create_before_destroy: true });
    expect(deployment.depends_on).toHaveLength(5);
  });

  test("it is throttled, logged and measured route by route; messages themselves are not logged", () => {
    const settings = {
      throttling_rate_limit: 500,
      throttling_burst_limit: 1000,
      logging_level: "INFO",
      data_trace_enabled: false,
      detailed_metrics_enabled: true,
    };
    expect(make()).toHaveResourceWithProperties(Apigatewayv2Stage, {
      name: "prod",
      default_route_settings: settings,
    });
    const made = make({ throttle: { ratePerSecond: 1, burst: 2 }, logLevel: "ERROR", dataTrace: true });
    expect(made).toHaveResourceWithProperties(Apigatewayv2Stage, {
      default_route_settings: {
        ...settings,
        throttling_rate_limit: 1,
        throttling_burst_limit: 2,
        logging_level: "ERROR",
        data_trace_enabled: true,
      },
    });
  });

  test("the access log has no field that could hold a token", () => {
    const { access_log_settings } = make().one(Apigatewayv2Stage);
    const fields = Object.values<string>(JSON.parse(access_log_settings.format));
    expect(fields).toEqual(expect.arrayContaining(["$context.routeKey", "$context.status"]));
    for (const field of fields) expect(field).not.toMatch(/query|header|requestOverride|path/i);
  });

  test("a custom domain leads to it over TLS 1.2 or newer", () => {
    const domain = { domainName: "socket.example.com", zoneId: "Z1", certificateArn: "arn:certificate" };
    const made = make({ domain }, ({ stage }) => expect(stage.url).toBe("wss://socket.example.com"));
    expect(made).toHaveResourceWithProperties(Apigatewayv2DomainName, {
      domain_name: "socket.example.com",
      domain_name_configuration: {
        certificate_arn: "arn:certificate",
        endpoint_type: "REGIONAL",
        security_policy: "TLS_1_2",
      },
    });
    expect(made).toHaveResourceWithProperties(Route53Record, { zone_id: "Z1", name: "socket.example.com", type: "A" });
  });
});
