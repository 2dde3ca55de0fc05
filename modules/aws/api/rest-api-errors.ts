import { ApiGatewayGatewayResponse } from "@cdktf/provider-aws/lib/api-gateway-gateway-response";
import type { Construct } from "constructs";

/**
 * The responses with which API Gateway itself refuses a request: the reason as JSON, with the header that a browser needs to
 * show it to a page of `origin`. Returns what a deployment freezes of them.
 */
export function errorResponses(scope: Construct, restApiId: string, origin?: string): unknown {
  const headers = origin && { "gatewayresponse.header.Access-Control-Allow-Origin": `'${origin}'` };
  const json = (template: string) => ({ "application/json": template });
  const responses = {
    // API Gateway's default says only that the body is invalid.
    BAD_REQUEST_BODY: {
      statusCode: "400",
      responseTemplates: json(
        '{"message":$context.error.messageString,"reason":"$context.error.validationErrorString"}',
      ),
    },
    DEFAULT_4XX: { responseTemplates: json('{"message":$context.error.messageString}') },
    DEFAULT_5XX: { responseTemplates: json('{"message":$context.error.messageString}') },
  };
  return Object.entries(responses).map(([responseType, response]) => {
    const config = { restApiId, responseType, ...response, responseParameters: headers || undefined };
    const { id } = new ApiGatewayGatewayResponse(scope, responseType.toLowerCase().replaceAll("_", "-"), config);
    return [config, id];
  });
}
