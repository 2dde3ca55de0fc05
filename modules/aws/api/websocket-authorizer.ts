import { Apigatewayv2Authorizer } from "@cdktf/provider-aws/lib/apigatewayv2-authorizer";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { WebSocketApi } from "./websocket-api";
import { type CalledFunction, mayCall } from "./websocket-route";

export interface WebSocketAuthorizerProps {
  readonly api: WebSocketApi;
  readonly name: string;
  readonly target: CalledFunction;
}

/**
 * A function that answers with a policy whether a client may connect. It reads the token itself: a source of identity that API
 * Gateway demands must be in every request, and clients have more than one way to send theirs.
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
    this.permission = mayCall(this, "permission", target, "websocket-authorizer", sourceArn);
    this.authorizerId = authorizerId;
  }
}
