import { Apigatewayv2Authorizer } from "@cdktf/provider-aws/lib/apigatewayv2-authorizer";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { WebSocketApi } from "./websocket-api";
import { allowInvocation, type CalledFunction } from "./websocket-route";

export interface WebSocketAuthorizerProps {
  readonly api: WebSocketApi;
  readonly name: string;
  /** The function that decides. */
  readonly target: CalledFunction;
}

/**
 * A function that returns a policy which says whether a client may connect. It finds the token itself, because clients may
 * send it in different ways, and an identity source of API Gateway would have to be in every request.
 */
export class WebSocketAuthorizer extends Construct {
  readonly authorizerId: string;
  readonly permission: ITerraformDependable;

  constructor(scope: Construct, id: string, { api, name, target }: WebSocketAuthorizerProps) {
    super(scope, id);
    const { id: authorizerId } = new Apigatewayv2Authorizer(this, "authorizer", {
      apiId: api.apiId,
      name,
      authorizerType: "REQUEST",
      authorizerUri: target.invokeArn,
    });
    const sourceArn = `${api.executionArn}/authorizers/${authorizerId}`;
    this.permission = allowInvocation(this, "permission", target, "websocket-authorizer", sourceArn);
    this.authorizerId = authorizerId;
  }
}
