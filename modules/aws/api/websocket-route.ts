import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ServerlessFunction } from "../functions/function";
import type { WebSocketApi } from "./websocket-api";

/** A function as API Gateway calls it, by its alias. */
export type CalledFunction = Pick<ServerlessFunction, "name" | "aliasName" | "invokeArn">;

export interface WebSocketRouteProps {
  readonly api: WebSocketApi;
  /** `$connect`, `$disconnect`, `$default`, or the value that clients send as `action`. */
  readonly key: string;
  /** The function that the route calls. */
  readonly target: CalledFunction;
  /** The authorizer of `$connect`, the only route that can have one. @default - none: a connected client may call it */
  readonly authorizerId?: string;
}

/** One route with the function that it calls. */
export class WebSocketRoute extends Construct {
  /** Everything that a deployment freezes. */
  readonly deployed: Readonly<Record<string, unknown>>;
  readonly permission: ITerraformDependable;

  constructor(scope: Construct, id: string, { api, key, target, authorizerId }: WebSocketRouteProps) {
    super(scope, id);
    const integration = new Apigatewayv2Integration(this, "integration", {
      apiId: api.apiId,
      integrationType: "AWS_PROXY",
      integrationUri: target.invokeArn,
      integrationMethod: "POST",
    });
    const route = new Apigatewayv2Route(this, "route", {
      apiId: api.apiId,
      routeKey: key,
      target: `integrations/${integration.id}`,
      authorizationType: authorizerId ? "CUSTOM" : "NONE",
      authorizerId,
    });
    this.permission = allowInvocation(this, "permission", target, `websocket-${id}`, `${api.stageArn}/${key}`);
    this.deployed = { route: route.id, key, authorizerId, integration: integration.id, calls: target.invokeArn };
  }
}

/** Lets API Gateway call a function's alias for one purpose. */
export function allowInvocation(
  scope: Construct,
  id: string,
  target: CalledFunction,
  statementId: string,
  sourceArn: string,
) {
  return new LambdaPermission(scope, id, {
    statementId,
    action: "lambda:InvokeFunction",
    functionName: target.name,
    qualifier: target.aliasName,
    principal: "apigateway.amazonaws.com",
    sourceArn,
  });
}
