import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { WebSocketApi } from "../../modules/aws/api/websocket-api";
import { WebSocketStage } from "../../modules/aws/api/websocket-stage";
import { PublicDomain } from "../../modules/aws/edge/public-domain";
import { SiteConfiguration } from "../../modules/aws/edge/site-configuration";
import { RuntimeConfiguration } from "../../modules/aws/stores/runtime-configuration";
import type { PlatformSettings } from "../../settings/schema";
import { codeFolder } from "../../settings/schema/aws-shared/function";
import { addAwsContext } from "../aws-shared/context";
import { addFunctionDeployRole } from "../aws-shared/function-deploy-role";
import { addFunctionTarget } from "../aws-shared/function-release";
import { useAwsProvider } from "../aws-shared/provider";
import { addSite } from "../aws-shared/site";
import { useBackend } from "../backend";
import { addReleaseOutput } from "../late-bound";
import { addOutputs } from "../outputs";
import { addFunctions } from "./functions";
import { addMonitoring } from "./monitoring";
import { addStores } from "./stores";
import { addSummarySchedule } from "./summary-schedule";

/** The Agentic Service Bot: a website, a WebSocket API, functions that answer on it, tables (document 001). */
export class AwsWebsocketStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: PlatformSettings["aws-websocket"], projectFolder = ".") {
    super(scope, id);
    useBackend(this, settings);
    useAwsProvider(this, settings, { system: settings.system });

    const { api: ofApi } = settings;
    const context = addAwsContext(this, "aws-websocket", settings);
    const { names, environment } = context;
    const { site, outputs: siteOutputs } = addSite(this, settings, context);
    const stores = addStores(this, settings, context);
    const api = new WebSocketApi(this, "api", {
      ...context,
      name: "api",
      description: `WebSocket API of ${names.prefix}`,
    });
    const functions = addFunctions(this, settings, context, {
      code: codeFolder(settings, projectFolder),
      api,
      stores,
      allowedOrigins: ofApi.allowed_origins ?? [site.url],
    });
    const schedule = addSummarySchedule(this, settings, context, functions);
    const { domain: domainName, zone_id: zoneId, certificate_arn: certificateArn } = ofApi;
    const { url, routeKeys } = new WebSocketStage(this, "stage", {
      api,
      authorizer: functions.authorizer,
      routes: {
        $connect: functions.connect,
        $disconnect: functions.disconnect,
        $default: functions.chat,
        message: functions.chat,
        history: functions.chat,
      },
      throttle: { ratePerSecond: ofApi.throttle.rate_per_second, burst: ofApi.throttle.burst },
      logLevel: ofApi.log_level,
      dataTrace: ofApi.data_trace,
      domain: domainName ? new PublicDomain(this, "api-domain", { domainName, zoneId, certificateArn }) : undefined,
    });
    new SiteConfiguration(this, "site-configuration", { site, values: { environment, websocketUrl: url } });
    const configuration = new RuntimeConfiguration(this, "configuration", {
      names,
      featureFlags: settings.feature_flags,
    });
    const monitoring = addMonitoring(this, settings, context, {
      api: { metricDimensions: api.metricDimensions, routeKeys },
      functions,
      schedules: { "daily-summary": schedule },
      stores,
    });

    addReleaseOutput(this);
    const deployRole = addFunctionDeployRole(this, settings, context, { ...functions });
    addFunctionTarget(this, context, functions, monitoring);
    addOutputs(this, {
      ...siteOutputs,
      api_key_secret_arn: stores.apiKey.secretArn,
      chat_function: functions.chat.name,
      configuration_path: configuration.path,
      connections_table: stores.connections.tableName,
      connections_url: api.connectionsUrl,
      conversations_table: stores.conversations.tableName,
      dashboard_name: monitoring.dashboardNames.overview,
      deploy_role_arn: deployRole?.arn,
      summary_function: functions.summary.name,
      websocket_url: url,
    });
  }
}
