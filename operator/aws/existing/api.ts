import type { ClientOptions } from "../client";
import { existing, type Finder, finder, firstOf } from "./finder";

/** Parts of REST and WebSocket APIs that have a name or a key, and an id that the service makes. They have no tags. */
export const api: Readonly<Record<string, Finder>> = {
  aws_api_gateway_resource: finder(["rest_api_id", "parent_id", "path_part"], async (known, options) => {
    const { paginateGetResources, client } = await rest(options);
    const resource = await firstOf(
      paginateGetResources({ client }, { restApiId: known.rest_api_id }),
      ({ items }) => items,
      ({ parentId, pathPart }) => parentId === known.parent_id && pathPart === known.path_part,
    );
    return existing(resource?.id && `${known.rest_api_id}/${resource.id}`);
  }),

  aws_api_gateway_authorizer: finder(["rest_api_id", "name"], async ({ rest_api_id, name }, options) => {
    const { GetAuthorizersCommand, client } = await rest(options);
    const { items } = await client.send(new GetAuthorizersCommand({ restApiId: rest_api_id, limit: 500 }));
    const id = items?.find((it) => it.name === name)?.id;
    return existing(id && `${rest_api_id}/${id}`);
  }),

  aws_api_gateway_request_validator: finder(["rest_api_id", "name"], async ({ rest_api_id, name }, options) => {
    const { GetRequestValidatorsCommand, client } = await rest(options);
    const { items } = await client.send(new GetRequestValidatorsCommand({ restApiId: rest_api_id, limit: 500 }));
    const id = items?.find((it) => it.name === name)?.id;
    return existing(id && `${rest_api_id}/${id}`);
  }),

  aws_apigatewayv2_route: finder(["api_id", "route_key"], async ({ api_id, route_key }, options) => {
    const { GetRoutesCommand, client } = await webSocket(options);
    const { Items } = await client.send(new GetRoutesCommand({ ApiId: api_id, MaxResults: "500" }));
    const id = Items?.find(({ RouteKey }) => RouteKey === route_key)?.RouteId;
    return existing(id && `${api_id}/${id}`);
  }),

  aws_apigatewayv2_authorizer: finder(["api_id", "name"], async ({ api_id, name }, options) => {
    const { GetAuthorizersCommand, client } = await webSocket(options);
    const { Items } = await client.send(new GetAuthorizersCommand({ ApiId: api_id, MaxResults: "500" }));
    const id = Items?.find(({ Name }) => Name === name)?.AuthorizerId;
    return existing(id && `${api_id}/${id}`);
  }),

  aws_apigatewayv2_api_mapping: finder(["domain_name"], async ({ domain_name }, options, planned) => {
    const { GetApiMappingsCommand, client } = await webSocket(options);
    const { Items } = await client.send(new GetApiMappingsCommand({ DomainName: domain_name, MaxResults: "500" }));
    const key = planned["api_mapping_key"] ?? "";
    const id = Items?.find(({ ApiMappingKey = "" }) => ApiMappingKey.replace("(none)", "") === key)?.ApiMappingId;
    return existing(id && `${id}/${domain_name}`);
  }),
};

async function rest(options: ClientOptions) {
  const sdk = await import("@aws-sdk/client-api-gateway");
  return { ...sdk, client: new sdk.APIGatewayClient(options) };
}

async function webSocket(options: ClientOptions) {
  const sdk = await import("@aws-sdk/client-apigatewayv2");
  return { ...sdk, client: new sdk.ApiGatewayV2Client(options) };
}
