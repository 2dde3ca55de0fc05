import { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import { ApiGatewayMethod } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayModel } from "@cdktf/provider-aws/lib/api-gateway-model";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import type { ServerlessFunction } from "../functions/function";

/** A JSON schema of draft 4, the version that API Gateway reads. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The function that answers one method of one path. */
export interface Route {
  /** Gets the whole request and returns status, headers and body (a Lambda proxy). API Gateway waits at most 29 s. */
  readonly handler: Pick<ServerlessFunction, "name" | "aliasName" | "invokeArn">;
  /** API Gateway refuses a body that does not match, before the function runs. @default - bodies are not checked */
  readonly body?: JsonSchema;
}

/** Who may call: users of a Cognito pool, or clients that sign with IAM credentials. */
export interface Authorization {
  /** How API Gateway authorizes a request. */
  readonly authorization: "COGNITO_USER_POOLS" | "AWS_IAM";
  /** The authorizer of the user pool. @default - none, as IAM needs none */
  readonly authorizerId?: string;
}

export interface RestApiRouteProps extends Authorization {
  /** The REST API. */
  readonly api: { readonly id: string; readonly executionArn: string };
  readonly stageName: string;
  /** API Gateway's resource for the path. */
  readonly resourceId: string;
  /** The API's request validator. */
  readonly validatorId: string;
  /** HTTP method, such as `POST`. */
  readonly method: string;
  /** The path with its parameters in braces: `/orders/{id}`. */
  readonly path: string;
  /** What answers the route. */
  readonly route: Route;
}

/** One method of one path: who may call it, which requests are valid, and the function that this stage calls for it. */
export class RestApiRoute extends Construct {
  /** Everything that a deployment freezes. When it changes, the stage needs a new deployment. */
  readonly deployed: unknown;

  constructor(scope: Construct, id: string, props: RestApiRouteProps) {
    super(scope, id);
    const { api, resourceId, method, path, route } = props;
    const ofMethod = { restApiId: api.id, resourceId, httpMethod: method };

    const model = route.body && {
      restApiId: api.id,
      name: modelName(method, path),
      contentType: "application/json",
      schema: JSON.stringify(route.body),
    };
    const body = model && new ApiGatewayModel(this, "body", model);
    const access = {
      ...ofMethod,
      authorization: props.authorization,
      authorizerId: props.authorizerId,
      requestValidatorId: props.validatorId,
      requestModels: body && { "application/json": body.name },
      requestParameters: Object.fromEntries(pathParameters(path).map((it) => [`method.request.path.${it}`, true])),
    };
    const allowed = new ApiGatewayMethod(this, "method", access);
    const call = {
      ...ofMethod,
      httpMethod: allowed.httpMethod,
      type: "AWS_PROXY",
      integrationHttpMethod: "POST", // Lambda is always invoked with POST.
      uri: route.handler.invokeArn,
    };
    const integration = new ApiGatewayIntegration(this, "integration", call);
    new LambdaPermission(this, "permission", {
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      functionName: route.handler.name,
      qualifier: route.handler.aliasName,
      sourceArn: `${api.executionArn}/${props.stageName}/${method}${path.replace(/\{[^}]+\}/g, "*")}`,
    });

    this.deployed = [access, call, model, allowed.id, integration.id];
  }
}

function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
}

/** `PostOrders`: API Gateway takes letters and digits only. */
function modelName(method: string, path: string): string {
  const words = [method.toLowerCase(), ...path.split(/[^a-zA-Z0-9]+/)].filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
