import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import { ApiGatewayDomainName } from "@cdktf/provider-aws/lib/api-gateway-domain-name";
import { ApiGatewayGatewayResponse } from "@cdktf/provider-aws/lib/api-gateway-gateway-response";
import { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import { ApiGatewayIntegrationResponse } from "@cdktf/provider-aws/lib/api-gateway-integration-response";
import { ApiGatewayMethod } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayMethodSettings } from "@cdktf/provider-aws/lib/api-gateway-method-settings";
import { ApiGatewayModel } from "@cdktf/provider-aws/lib/api-gateway-model";
import { ApiGatewayResource } from "@cdktf/provider-aws/lib/api-gateway-resource";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { RestApi, type RestApiProps } from "../../../../modules/aws/api/rest-api";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const handler = { name: "orders", aliasName: "live", invokeArn: "arn:invoke" };
const schema = { type: "object", required: ["item"] };

const make = (props: Partial<RestApiProps> = {}, use: (api: RestApi) => void = () => {}) =>
  synthesized((scope) => {
    use(
      new RestApi(scope, "api", {
        names,
        name: "api",
        description: "Orders",
        keyArn: "arn:key",
        userPool: { userPoolArn: "arn:pool" },
        throttle: { ratePerSecond: 1000, burst: 2000 },
        logLevel: "INFO",
        dataTrace: false,
        logDays: 30,
        routes: { "POST /orders": { handler, body: schema }, "GET /orders/{id}": { handler } },
        ...props,
      }),
    );
  });

describe("RestApi", () => {
  test("every method takes a user's token and is checked; functions see the request as it came", () => {
    const made = make();
    expect(made.all(ApiGatewayMethod)).toEqual([
      expect.objectContaining({ http_method: "GET", request_parameters: { "method.request.path.id": true } }),
      expect.objectContaining({ http_method: "POST", request_models: { "application/json": expect.any(String) } }),
    ]);
    for (const method of made.all(ApiGatewayMethod)) {
      expect(method).toMatchObject({
        authorization: "COGNITO_USER_POOLS",
        authorizer_id: expect.stringContaining("aws_api_gateway_authorizer"),
        request_validator_id: expect.stringContaining("aws_api_gateway_request_validator"),
      });
    }
    expect(made).toHaveResourceWithProperties(ApiGatewayModel, { name: "PostOrders", schema: JSON.stringify(schema) });
    for (const integration of made.all(ApiGatewayIntegration)) {
      expect(integration).toMatchObject({ type: "AWS_PROXY", integration_http_method: "POST", uri: "arn:invoke" });
    }
  });

  test("without a user pool callers sign with IAM credentials", () => {
    for (const method of make({ userPool: undefined }).all(ApiGatewayMethod)) {
      expect(method.authorization).toBe("AWS_IAM");
    }
  });

  test("a path that two routes share is made once, with those above it", () => {
    const made = make({
      routes: {
        "GET /": { handler },
        "GET /orders/{id}/lines": { handler },
        "GET /orders": { handler },
        "PUT /orders": { handler },
      },
    });
    expect(
      made
        .all(ApiGatewayResource)
        .map(({ path_part }) => path_part)
        .sort(),
    ).toEqual(["lines", "orders", "{id}"]);
    const [ofRoot] = made.all(ApiGatewayMethod);
    expect(ofRoot.resource_id).toContain(".root_resource_id}");
  });

  test("a function may be called for its own methods and paths on this stage only, by its alias", () => {
    expect(
      make()
        .all(LambdaPermission)
        .map(({ source_arn, qualifier }) => [source_arn.replace(/\$\{.*\}/, ""), qualifier]),
    ).toEqual([
      ["/prod/GET/orders/*", "live"],
      ["/prod/POST/orders", "live"],
    ]);
  });

  test("the stage is named after the environment, throttled, logged under the key and traced (document 000)", () => {
    const made = make();
    expect(made).toHaveResourceWithProperties(ApiGatewayStage, {
      stage_name: "prod",
      xray_tracing_enabled: true,
      depends_on: [expect.stringContaining("execution-log")],
    });
    expect(made.all(ApiGatewayMethodSettings)[0]).toMatchObject({
      method_path: "*/*",
      settings: {
        throttling_rate_limit: 1000,
        throttling_burst_limit: 2000,
        logging_level: "INFO",
        data_trace_enabled: false,
        metrics_enabled: true,
      },
    });
    const logs = made.all(CloudwatchLogGroup);
    expect(logs.map(({ kms_key_id }) => kms_key_id)).toEqual(["arn:key", "arn:key"]);
    expect(logs.map(({ name }) => name)).toEqual([
      "/aws/apigateway/test-execution-prod-api",
      expect.stringMatching(/^API-Gateway-Execution-Logs_\$\{.*\}\/prod$/),
    ]);
    const [stage] = made.all(ApiGatewayStage);
    expect(JSON.parse(stage.access_log_settings.format)).toMatchObject({ user: "$context.authorizer.claims.sub" });
  });

  test("throttle, logs and firewall are the caller's", () => {
    const made = make({
      throttle: { ratePerSecond: 5, burst: 10 },
      logLevel: "ERROR",
      dataTrace: true,
      logDays: 7,
      webAclArn: "arn:acl",
    });
    expect(made.all(ApiGatewayMethodSettings)[0].settings).toMatchObject({
      throttling_rate_limit: 5,
      throttling_burst_limit: 10,
      logging_level: "ERROR",
      data_trace_enabled: true,
    });
    expect(made).toHaveResourceWithProperties(CloudwatchLogGroup, { retention_in_days: 7 });
    expect(made).toHaveResourceWithProperties(Wafv2WebAclAssociation, { web_acl_arn: "arn:acl" });
    expect(make()).not.toHaveResource(Wafv2WebAclAssociation);
  });

  test("a new deployment is made when a route, a model, an error, the users or the address changes, and for nothing else", () => {
    const frozen = (props: Partial<RestApiProps> = {}) => {
      const made = make(props);
      const [deployment] = made.all(ApiGatewayDeployment);
      const [[name, value] = []] = Object.entries(made.json.locals);
      expect(deployment).toMatchObject({
        triggers: { frozen: `\${sha1(jsonencode(local.${name}))}` },
        lifecycle: { create_before_destroy: true },
      });
      return JSON.stringify(value);
    };
    expect(frozen({ description: "Others", logDays: 7, dataTrace: true })).toBe(frozen());
    const routes = { "POST /orders": { handler, body: schema }, "GET /orders/{id}": { handler } };
    for (const changed of [
      { routes: { ...routes, "DELETE /orders/{id}": { handler } } },
      { routes: { ...routes, "GET /orders/{id}": { handler: { ...handler, invokeArn: "arn:other" } } } },
      { routes: { ...routes, "POST /orders": { handler, body: { ...schema, required: ["item", "count"] } } } },
      { corsOrigin: "https://site.example.com" },
      { userPool: undefined },
      { userPool: { userPoolArn: "arn:other-pool" } },
      // API Gateway's own address stops answering with a deployment only.
      { domain: { domainName: "api.example.com", zoneId: "Z1", certificateArn: "arn:certificate" } },
    ]) {
      expect(frozen(changed)).not.toBe(frozen());
    }
    // It waits for all that it freezes.
    for (const type of ["gateway_response", "method", "integration", "model"]) {
      expect(frozen()).toContain(`aws_api_gateway_${type}`);
    }
  });

  test("a refusal says why", () => {
    expect(make()).toHaveResourceWithProperties(ApiGatewayGatewayResponse, {
      response_type: "BAD_REQUEST_BODY",
      status_code: "400",
      response_templates: { "application/json": expect.stringContaining("$context.error.validationErrorString") },
    });
  });

  test("pages of one origin may call, and see refusals too; by default no page may", () => {
    const made = make({ corsOrigin: "https://site.example.com" });
    const answers = made.all(ApiGatewayIntegrationResponse);
    expect(answers.map((it) => it.response_parameters)).toEqual(
      ["GET,OPTIONS", "OPTIONS,POST"].map((methods) =>
        expect.objectContaining({
          "method.response.header.Access-Control-Allow-Origin": "'https://site.example.com'",
          "method.response.header.Access-Control-Allow-Methods": `'${methods}'`,
        }),
      ),
    );
    for (const error of made.all(ApiGatewayGatewayResponse)) {
      expect(error.response_parameters).toEqual({
        "gatewayresponse.header.Access-Control-Allow-Origin": "'https://site.example.com'",
      });
    }
    const open = made.all(ApiGatewayMethod).filter(({ authorization }) => authorization === "NONE");
    expect(open.map(({ http_method }) => http_method)).toEqual(["OPTIONS", "OPTIONS"]);
    expect(make()).not.toHaveResource(ApiGatewayIntegrationResponse);
  });

  test("with a custom domain it is reached by that alone, over TLS 1.2", () => {
    const domain = { domainName: "api.example.com", zoneId: "Z1", certificateArn: "arn:certificate" };
    const made = make({ domain }, (api) => expect(api.url).toBe("https://api.example.com"));
    expect(made).toHaveResourceWithProperties(ApiGatewayRestApi, { disable_execute_api_endpoint: true });
    expect(made).toHaveResourceWithProperties(ApiGatewayDomainName, {
      security_policy: "TLS_1_2",
      regional_certificate_arn: "arn:certificate",
    });
    expect(made).toHaveResourceWithProperties(Route53Record, { name: "api.example.com", zone_id: "Z1" });
    expect(make()).toHaveResourceWithProperties(ApiGatewayRestApi, { disable_execute_api_endpoint: false });
  });
});
