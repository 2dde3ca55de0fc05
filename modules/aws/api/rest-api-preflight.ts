import { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import { ApiGatewayIntegrationResponse } from "@cdktf/provider-aws/lib/api-gateway-integration-response";
import { ApiGatewayMethod } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayMethodResponse } from "@cdktf/provider-aws/lib/api-gateway-method-response";
import { Construct } from "constructs";

export interface RestApiPreflightProps {
  readonly restApiId: string;
  /** API Gateway's resource for the path. */
  readonly resourceId: string;
  /** The API's request validator. */
  readonly validatorId: string;
  /** The methods that the path has. */
  readonly methods: readonly string[];
  /** The one web origin whose pages may call, or `*`. */
  readonly origin: string;
}

/** Answers a browser's CORS preflight request for one path. It calls no function and needs no token. */
export class RestApiPreflight extends Construct {
  /** Everything that a deployment freezes, as of `RestApiRoute`. */
  readonly deployed: unknown;

  constructor(scope: Construct, id: string, props: RestApiPreflightProps) {
    super(scope, id);
    const { restApiId, resourceId } = props;
    const headers = {
      "Access-Control-Allow-Origin": props.origin,
      "Access-Control-Allow-Methods": [...props.methods, "OPTIONS"].sort().join(","),
      "Access-Control-Allow-Headers": "Authorization,Content-Type,Idempotency-Key",
      "Access-Control-Max-Age": "600",
    };

    const method = new ApiGatewayMethod(this, "method", {
      restApiId,
      resourceId,
      httpMethod: "OPTIONS",
      authorization: "NONE", // A browser sends no token with it.
      requestValidatorId: props.validatorId,
    });
    const ofMethod = { restApiId, resourceId, httpMethod: method.httpMethod };
    const integration = new ApiGatewayIntegration(this, "integration", {
      ...ofMethod,
      type: "MOCK",
      requestTemplates: { "application/json": '{"statusCode":200}' },
    });
    const declared = new ApiGatewayMethodResponse(this, "response", {
      ...ofMethod,
      statusCode: "200",
      responseParameters: mapEntries(headers, (name) => [`method.response.header.${name}`, true]),
    });
    const answer = {
      ...ofMethod,
      statusCode: declared.statusCode,
      responseParameters: mapEntries(headers, (name, value) => [`method.response.header.${name}`, `'${value}'`]),
    };
    const { id: answerId } = new ApiGatewayIntegrationResponse(this, "answer", { ...answer, dependsOn: [integration] });

    this.deployed = [answer, method.id, integration.id, answerId];
  }
}

function mapEntries<T>(
  record: Readonly<Record<string, string>>,
  map: (key: string, value: string) => [string, T],
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => map(key, value)));
}
