import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { RuntimeConfiguration } from "../../modules/aws/stores/runtime-configuration";
import type { PlatformSettings } from "../../settings/schema";
import { codeFolder } from "../../settings/schema/aws-shared/function";
import { addBackup } from "../aws-shared/backup";
import { addAwsContext } from "../aws-shared/context";
import { addFunctionDeployRole } from "../aws-shared/function-deploy-role";
import { addFunctionTarget } from "../aws-shared/function-release";
import { useAwsProvider } from "../aws-shared/provider";
import { addSite } from "../aws-shared/site";
import { useBackend } from "../backend";
import { addReleaseOutput } from "../late-bound";
import { addOutputs } from "../outputs";
import { addApi } from "./api";
import { addFunctions } from "./functions";
import { addMonitoring } from "./monitoring";
import { addStores } from "./stores";

/** The AI Test Automation Platform: a website, a REST API with users, functions, tables (document 000). */
export class AwsServerlessStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: PlatformSettings["aws-serverless"], projectFolder = ".") {
    super(scope, id);
    useBackend(this, settings);
    useAwsProvider(this, settings, { system: settings.system });

    const context = addAwsContext(this, "aws-serverless", settings);
    const { site, accessLogs, outputs: siteOutputs } = addSite(this, settings, context);
    const corsOrigin = settings.api.cors_origin ?? site.url;
    const stores = addStores(this, settings, context, { accessLogs, corsOrigin });
    const functions = addFunctions(this, settings, context, {
      code: codeFolder(settings, projectFolder),
      stores,
      corsOrigin,
    });
    const { api, userPool } = addApi(this, settings, context, {
      siteUrl: site.url,
      corsOrigin,
      testExecution: functions.testExecution,
    });
    const configuration = new RuntimeConfiguration(this, "configuration", {
      names: context.names,
      featureFlags: settings.feature_flags,
    });

    addBackup(this, settings, context, {
      resources: [stores.testCases.tableArn, stores.testExecutions.tableArn],
    });
    const monitoring = addMonitoring(this, settings, context, { api, functions, stores });

    addReleaseOutput(this);
    const released = { "test-execution": functions.testExecution, "ai-analysis": functions.aiAnalysis };
    const deployRole = addFunctionDeployRole(this, settings, context, released);
    addFunctionTarget(this, context, released, monitoring);
    addOutputs(this, {
      ...siteOutputs,
      ai_analysis_function: functions.aiAnalysis.name,
      api_keys_secret_arn: stores.apiKeys.secretArn,
      api_url: api.url,
      configuration_path: configuration.path,
      dashboard_name: monitoring.dashboardNames.overview,
      dead_letter_queue: functions.aiAnalysis.deadLetterQueueName,
      deploy_role_arn: deployRole?.arn,
      sign_in_url: userPool.signInUrl,
      test_cases_table: stores.testCases.tableName,
      test_data_bucket: stores.testData.bucketName,
      test_execution_function: functions.testExecution.name,
      test_executions_table: stores.testExecutions.tableName,
      user_pool_client_id: userPool.clientId,
      user_pool_id: userPool.userPoolId,
    });
  }
}
