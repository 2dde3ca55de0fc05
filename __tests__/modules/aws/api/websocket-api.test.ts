import "cdktf/lib/testing/adapters/jest";
import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { Apigatewayv2Authorizer } from "@cdktf/provider-aws/lib/apigatewayv2-authorizer";
import { Apigatewayv2Deployment } from "@cdktf/provider-aws/lib/apigatewayv2-deployment";
import { Apigatewayv2DomainName } from "@cdktf/provider-aws/lib/apigatewayv2-domain-name";
import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Testing, Token } from "cdktf";
import { connectionsLink, WebSocketApi } from "../../../../modules/aws/api/websocket-api";
import { WebSocketStage, type WebSocketStageProps } from "../../../../modules/aws/api/websocket-stage";
import { names } from "../fixtures";

const called = (name: string) => ({ name, aliasName: "live", invokeArn: `arn:invoke:${name}:live` });
const routes = {
  $connect: called("connect"),
  $disconnect: called("disconnect"),
  $default: called("chat"),
  message: called("chat"),
};

interface Parts {
  readonly api: WebSocketApi;
  readonly stage: WebSocketStage;
}

function synth(props: Partial<WebSocketStageProps> = {}, look: (parts: Parts) => void = () => {}): string {
  return Testing.synthScope((scope) => {
    const api = new WebSocketApi(scope, "api", { names, name: "chat", description: "Chat", keyArn: "arn:key" });
    const stage = new WebSocketStage(scope, "stage", { api, authorizer: called("authorizer"), routes, ...props });
    look({ api, stage });
  });
}

const all = <T>(text: string, type: string) => Object.entries<T>(JSON.parse(text).resource[type] ?? {});
const resolved = (text: string, type: string) => all<Record<string, string>>(text, type).map(([, body]) => body);

describe("WebSocketApi", () => {
  test("clients choose a route by `action`, and both logs are encrypted before the stage writes to them", () => {
    const text = synth();
    expect(text).toHaveResourceWithProperties(Apigatewayv2Api, {
      name: "test-execution-prod-chat",
      protocol_type: "WEBSOCKET",
      route_selection_expression: "$request.body.action",
    });
    const logs = all<Record<string, unknown>>(text, CloudwatchLogGroup.tfResourceType);
    expect(logs.map(([, { name, kms_key_id }]) => [name, kms_key_id])).toEqual([
      ["/aws/apigateway/test-execution-prod-chat", "arn:key"],
      [expect.stringMatching(/^\/aws\/apigateway\/\$\{aws_apigatewayv2_api\.\w+\.id\}\/prod$/), "arn:key"],
    ]);
    const [, executionLog] = logs;
    expect(text).toHaveResourceWithProperties(Apigatewayv2Stage, {
      depends_on: expect.arrayContaining([`aws_cloudwatch_log_group.${executionLog?.[0]}`]),
    });
  });

  test("a function that is linked to its connections may do what it asked for with those of this stage, and nothing else", () => {
    synth({}, ({ api }) => {
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
    const text = Testing.synthScope((scope) => {
      const api = new WebSocketApi(scope, "api", { names, name: "chat", description: "Chat", keyArn: "arn:key" });
      new Route53Record(scope, "look", { zoneId: "Z", name: "n", type: "TXT", records: [api.url, api.connectionsUrl] });
      expect(Token.isUnresolved(api.connectionsUrl)).toBe(true);
    });
    const [record] = resolved(text, Route53Record.tfResourceType);
    expect(record?.records).toEqual([
      expect.stringMatching(/^\$\{aws_apigatewayv2_api\.\w+\.api_endpoint\}\/prod$/),
      expect.stringMatching(/^\$\{replace\(aws_apigatewayv2_api\.\w+\.api_endpoint, "\/\^ws\/", "http"\)\}\/prod$/),
    ]);
  });
});

describe("WebSocketStage", () => {
  test("who connects is decided by the authorizer; API Gateway asks it at $connect alone", () => {
    const text = synth();
    expect(text).toHaveResourceWithProperties(Apigatewayv2Authorizer, {
      authorizer_type: "REQUEST",
      authorizer_uri: "arn:invoke:authorizer:live",
    });
    const types = resolved(text, "aws_apigatewayv2_route").map(({ route_key, authorization_type, authorizer_id }) => [
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
    const text = synth();
    expect(resolved(text, "aws_apigatewayv2_integration").map(({ integration_uri }) => integration_uri)).toEqual(
      ["connect", "chat", "disconnect", "chat"].map((name) => `arn:invoke:${name}:live`),
    );
    for (const { integration_type } of resolved(text, "aws_apigatewayv2_integration")) {
      expect(integration_type).toBe("AWS_PROXY");
    }
    const permissions = resolved(text, "aws_lambda_permission").map((it) => [
      it.function_name,
      it.qualifier,
      it.principal,
      it.source_arn?.replace(/^\$\{[^}]+\}/, "api"),
    ]);
    expect(permissions).toEqual([
      ["authorizer", "live", "apigateway.amazonaws.com", expect.stringMatching(/^api\/authorizers\/\$\{.+\.id\}$/)],
      ["connect", "live", "apigateway.amazonaws.com", "api/prod/$connect"],
      ["chat", "live", "apigateway.amazonaws.com", "api/prod/$default"],
      ["disconnect", "live", "apigateway.amazonaws.com", "api/prod/$disconnect"],
      ["chat", "live", "apigateway.amazonaws.com", "api/prod/message"],
    ]);
  });

  test("a changed route is deployed anew, once all that it needs is there", () => {
    const frozen = (props: Partial<WebSocketStageProps>) =>
      JSON.stringify(Object.values(JSON.parse(synth(props)).locals));
    expect(frozen({})).toBe(frozen({}));
    for (const other of [
      { authorizer: called("another") },
      { routes: { ...routes, history: called("chat") } },
      { routes: { ...routes, message: called("another") } },
    ]) {
      expect(frozen(other)).not.toBe(frozen({}));
    }
    const [deployment] = resolved(synth(), Apigatewayv2Deployment.tfResourceType);
    expect(deployment?.triggers).toEqual({
      frozen: expect.stringMatching(/^\$\{sha1\(jsonencode\(local\.\w+\)\)\}$/),
    });
    expect(deployment?.lifecycle).toEqual({ create_before_destroy: true });
    expect(deployment?.depends_on).toHaveLength(5);
  });

  test("it is throttled, logged and measured route by route; messages themselves are not logged", () => {
    const settings = {
      throttling_rate_limit: 500,
      throttling_burst_limit: 1000,
      logging_level: "INFO",
      data_trace_enabled: false,
      detailed_metrics_enabled: true,
    };
    expect(synth()).toHaveResourceWithProperties(Apigatewayv2Stage, {
      name: "prod",
      default_route_settings: settings,
    });
    const text = synth({ throttle: { ratePerSecond: 1, burst: 2 }, logLevel: "ERROR", dataTrace: true });
    expect(text).toHaveResourceWithProperties(Apigatewayv2Stage, {
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
    const [stage] = all<{ access_log_settings: { format: string } }>(synth(), Apigatewayv2Stage.tfResourceType);
    const fields = Object.values<string>(JSON.parse(stage?.[1].access_log_settings.format ?? ""));
    expect(fields).toEqual(expect.arrayContaining(["$context.routeKey", "$context.status"]));
    for (const field of fields) expect(field).not.toMatch(/query|header|requestOverride|path/i);
  });

  test("a name of its own leads to it over TLS 1.2 or newer", () => {
    const domain = { domainName: "socket.example.com", zoneId: "Z1", certificateArn: "arn:certificate" };
    const text = synth({ domain }, ({ stage }) => expect(stage.url).toBe("wss://socket.example.com"));
    expect(text).toHaveResourceWithProperties(Apigatewayv2DomainName, {
      domain_name: "socket.example.com",
      domain_name_configuration: {
        certificate_arn: "arn:certificate",
        endpoint_type: "REGIONAL",
        security_policy: "TLS_1_2",
      },
    });
    expect(text).toHaveResourceWithProperties(Route53Record, { zone_id: "Z1", name: "socket.example.com", type: "A" });
  });
});
