import type { TerraformStack } from "cdktf";
import { RestApi } from "../../modules/aws/api/rest-api";
import { UserPool } from "../../modules/aws/api/user-pool";
import { PublicDomain } from "../../modules/aws/edge/public-domain";
import { WebFirewall } from "../../modules/aws/edge/web-firewall";
import type { ServerlessFunction } from "../../modules/aws/functions/function";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import { firewallRules } from "../aws-shared/firewall-rules";
import { models } from "./models";

type Settings = PlatformSettings["aws-serverless"];

export interface ApiInputs {
  /** Where users come from when they sign in, and go back to. */
  readonly siteUrl: string;
  readonly corsOrigin: string;
  readonly testExecution: ServerlessFunction;
}

/** The API with its users (document 000: the function that is drawn as Auth). */
export function addApi(
  stack: TerraformStack,
  settings: Settings,
  context: AwsContext,
  { siteUrl, corsOrigin, testExecution }: ApiInputs,
): { readonly api: RestApi; readonly userPool: UserPool } {
  const { api: of, users } = settings;
  const { domain: domainName, zone_id: zoneId, certificate_arn: certificateArn, web_firewall: firewall } = of;

  const userPool = new UserPool(stack, "users", {
    ...context,
    name: "users",
    callbackUrls: [siteUrl, ...users.callback_urls],
    selfSignUp: users.self_sign_up,
    mfa: users.mfa,
    threatProtection: users.threat_protection,
    passwordLength: users.password_length,
    email: users.email && { identityArn: users.email.identity_arn, from: users.email.from },
    groups: { [users.team_group]: "Its members read and change the test executions of all users" },
  });
  const api = new RestApi(stack, "api", {
    ...context,
    name: "api",
    description: `REST API of ${context.names.prefix}`,
    userPool,
    routes: {
      "POST /test-execution": { handler: testExecution, body: models.newExecution },
      "GET /test-execution": { handler: testExecution },
      "GET /test-execution/{id}": { handler: testExecution },
      "PATCH /test-execution/{id}": { handler: testExecution, body: models.report },
    },
    throttle: { ratePerSecond: of.throttle.rate_per_second, burst: of.throttle.burst },
    logLevel: of.log_level,
    dataTrace: of.data_trace,
    corsOrigin,
    domain: domainName ? new PublicDomain(stack, "api-domain", { domainName, zoneId, certificateArn }) : undefined,
    webAclArn: firewall.enabled
      ? new WebFirewall(stack, "api-firewall", {
          ...context,
          ...firewallRules(firewall),
          name: "api",
          countBodies: true, // Logs and messages of tests: long, and full of what looks like an attack.
        }).arn
      : undefined,
  });
  return { api, userPool };
}
