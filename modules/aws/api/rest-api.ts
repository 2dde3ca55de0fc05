import { ApiGatewayAuthorizer } from "@cdktf/provider-aws/lib/api-gateway-authorizer";
import { ApiGatewayRequestValidator } from "@cdktf/provider-aws/lib/api-gateway-request-validator";
import { ApiGatewayResource } from "@cdktf/provider-aws/lib/api-gateway-resource";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { RestApiDomain, type RestApiDomainProps } from "./rest-api-domain";
import { errorResponses } from "./rest-api-errors";
import { RestApiPreflight } from "./rest-api-preflight";
import { type Authorization, RestApiRoute, type Route } from "./rest-api-route";
import { RestApiStage, type StageOptions } from "./rest-api-stage";
import type { UserPool } from "./user-pool";

export interface RestApiProps extends StageOptions {
  readonly names: Names;
  /** The last part of its name. */
  readonly name: string;
  /** What the API is for, as the console shows it. */
  readonly description: string;
  /** KMS key of the logs; its policy admits CloudWatch Logs. */
  readonly keyArn: string;
  /** Routes by method and path: `"GET /orders/{id}"`. Every other request gets 403. */
  readonly routes: Readonly<Record<string, Route>>;
  /** Its users may call, with an ID token in `Authorization`. @default - clients sign with IAM credentials instead */
  readonly userPool?: Pick<UserPool, "userPoolArn">;
  /** The one web origin whose pages may call, or `*`; functions must send the header too. @default - no page of another origin */
  readonly corsOrigin?: string;
  /** A custom domain. API Gateway's own address then stops answering. @default - API Gateway's own address */
  readonly domain?: RestApiDomainProps["domain"];
}

/**
 * A REST API on API Gateway: requests are authorized, validated, throttled, logged and traced, and functions called by their
 * alias. Its stage has the environment's name. The account needs the log role of `AccountDefaults` first.
 */
export class RestApi extends Construct {
  /** Without a slash at its end. */
  readonly url: string;
  /** The dimensions of its CloudWatch metrics. */
  readonly metricDimensions: Readonly<Record<string, string>>;
  readonly restApiId: string;

  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    const { names, userPool, corsOrigin, domain } = props;
    const name = names.of("api", props.name);
    const stageName = names.environment;

    // API Gateway acts on a change of these with the next deployment only.
    const endpoint = {
      endpointConfiguration: { types: ["REGIONAL"] },
      disableExecuteApiEndpoint: domain !== undefined,
    };
    const api = new ApiGatewayRestApi(this, "api", { name, description: props.description, ...endpoint });
    const restApiId = api.id;
    const users = userPool && { name: "users", type: "COGNITO_USER_POOLS", providerArns: [userPool.userPoolArn] };
    const authorization: Authorization = users
      ? {
          authorization: "COGNITO_USER_POOLS",
          authorizerId: new ApiGatewayAuthorizer(this, "users", { restApiId, ...users }).id,
        }
      : { authorization: "AWS_IAM" };
    const { id: validatorId } = new ApiGatewayRequestValidator(this, "validator", {
      restApiId,
      name: "everything",
      validateRequestBody: true,
      validateRequestParameters: true,
    });

    const resourceIds = pathResources(this, api);
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
    const errors = errorResponses(new Construct(this, "errors"), restApiId, corsOrigin);
    const stage = new RestApiStage(this, "stage", {
      ...props,
      restApiId,
      name,
      stageName,
      deployed: [endpoint, users ?? null, errors, ...[...routes, ...preflights].map(({ deployed }) => deployed)],
    });

    this.restApiId = restApiId;
    this.url = domain
      ? new RestApiDomain(this, "domain", { domain, restApiId, stageName: stage.stageName }).url
      : stage.invokeUrl;
    this.metricDimensions = { ApiName: name, Stage: stageName };
  }
}

/** Returns a function that gives the id of a path's resource, and makes it and its parents at the first call. */
function pathResources(scope: Construct, api: ApiGatewayRestApi): (path: string) => string {
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

/** The part of a construct id for a path: `-orders-id` for `/orders/{id}`. */
function idOf(path: string): string {
  return path.replace(/[{}]/g, "").replaceAll("/", "-");
}
