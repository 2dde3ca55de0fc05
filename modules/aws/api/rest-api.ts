import { ApiGatewayAuthorizer } from "@cdktf/provider-aws/lib/api-gateway-authorizer";
import { ApiGatewayRequestValidator } from "@cdktf/provider-aws/lib/api-gateway-request-validator";
import { ApiGatewayResource } from "@cdktf/provider-aws/lib/api-gateway-resource";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { RestApiDomain, type RestApiDomainProps } from "./rest-api-domain";
import { describeErrors } from "./rest-api-errors";
import { RestApiPreflight } from "./rest-api-preflight";
import { type Authorization, RestApiRoute, type Route } from "./rest-api-route";
import { RestApiStage, type StageOptions } from "./rest-api-stage";
import type { UserPool } from "./user-pool";

export interface RestApiProps extends StageOptions {
  readonly names: Names;
  /** The last part of its name. */
  readonly name: string;
  readonly description: string;
  /** KMS key of the logs; its policy admits CloudWatch Logs. */
  readonly keyArn: string;
  /** What it answers, by method and path: `"GET /orders/{id}"`. Everything else is a 403. */
  readonly routes: Readonly<Record<string, Route>>;
  /** Whose users may call, with an ID token in `Authorization`. @default - whoever signs with IAM credentials that allow it */
  readonly userPool?: Pick<UserPool, "userPoolArn">;
  /** The one web origin whose pages may call, or `*`; functions must send it back, too. @default - pages of no other origin */
  readonly corsOrigin?: string;
  /** A name of its own; then API Gateway's own name answers no more. @default - API Gateway's own name */
  readonly domain?: RestApiDomainProps["domain"];
}

/**
 * A REST API on API Gateway: callers are known, requests checked, throttled, logged and traced, functions called by alias. The account's
 * log role must be there first (`AccountDefaults`). Its stage is named after the environment.
 */
export class RestApi extends Construct {
  /** Without a slash at its end. */
  readonly url: string;
  /** By which CloudWatch metrics name it. */
  readonly metricDimensions: Readonly<Record<string, string>>;
  readonly restApiId: string;

  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    const { names, userPool, corsOrigin, domain } = props;
    const name = names.of("generic", props.name);
    const stageName = names.environment;

    const api = new ApiGatewayRestApi(this, "api", {
      name,
      description: props.description,
      endpointConfiguration: { types: ["REGIONAL"] },
      disableExecuteApiEndpoint: domain !== undefined,
    });
    const restApiId = api.id;
    const authorization: Authorization = userPool
      ? { authorization: "COGNITO_USER_POOLS", authorizerId: users(this, restApiId, userPool) }
      : { authorization: "AWS_IAM" };
    const { id: validatorId } = new ApiGatewayRequestValidator(this, "validator", {
      restApiId,
      name: "everything",
      validateRequestBody: true,
      validateRequestParameters: true,
    });

    const resourceIds = paths(this, api);
    const methods = new Map<string, string[]>();
    const routes = Object.entries(props.routes).map(([key, route]) => {
      const [method = "", path = ""] = key.split(" ");
      methods.set(path, [...(methods.get(path) ?? []), method]);
      return new RestApiRoute(this, `${method.toLowerCase()}${idOf(path)}`, {
        api,
        stageName,
        resourceId: resourceIds(path),
        validatorId,
        method,
        path,
        route,
        ...authorization,
      });
    });
    const preflights = corsOrigin
      ? [...methods].map(
          ([path, ofPath]) =>
            new RestApiPreflight(this, `options${idOf(path)}`, {
              restApiId,
              resourceId: resourceIds(path),
              validatorId,
              methods: ofPath,
              origin: corsOrigin,
            }),
        )
      : [];
    const errors = describeErrors(new Construct(this, "errors"), restApiId, corsOrigin);
    const stage = new RestApiStage(this, "stage", {
      ...props,
      restApiId,
      name,
      stageName,
      deployed: [errors, ...[...routes, ...preflights].map(({ deployed }) => deployed)],
    });

    this.restApiId = restApiId;
    this.url = domain
      ? new RestApiDomain(this, "domain", { domain, restApiId, stageName: stage.stageName }).url
      : stage.invokeUrl;
    this.metricDimensions = { ApiName: name, Stage: stageName };
  }
}

function users(scope: Construct, restApiId: string, { userPoolArn }: Pick<UserPool, "userPoolArn">): string {
  const providers = { type: "COGNITO_USER_POOLS", providerArns: [userPoolArn] };
  return new ApiGatewayAuthorizer(scope, "users", { restApiId, name: "users", ...providers }).id;
}

/** Finds the resource of a path, which is made with those above it when it is first asked for. */
function paths(scope: Construct, api: ApiGatewayRestApi): (path: string) => string {
  const made = new Map<string, string>([["", api.rootResourceId]]);
  const find = (path: string): string => {
    const found = made.get(path);
    if (found) return found;
    const [, above = "", pathPart = ""] = path.match(/^(.*)\/([^/]+)$/) ?? [];
    const { id } = new ApiGatewayResource(scope, `path${idOf(path)}`, {
      restApiId: api.id,
      parentId: find(above),
      pathPart,
    });
    made.set(path, id);
    return id;
  };
  return (path) => find(path === "/" ? "" : path);
}

/** Of `/orders/{id}`: `-orders-id`. */
function idOf(path: string): string {
  return path.replace(/[{}]/g, "").replaceAll("/", "-");
}
