import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { BackupPlan } from "../../modules/aws/stores/backup-plan";
import { RuntimeConfiguration } from "../../modules/aws/stores/runtime-configuration";
import type { PlatformSettings } from "../../settings/schema";
import { addAwsContext } from "../aws-shared/context";
import { useAwsProvider } from "../aws-shared/provider";
import { addSite } from "../aws-shared/site";
import { useBackend } from "../backend";
import { addOutputs } from "../outputs";
import { addServerlessApi } from "./api";
import { addServerlessFunctions } from "./functions";
import { addServerlessMonitoring } from "./monitoring";
import { addServerlessStores } from "./stores";

/** The AI Test Automation Platform: a website, a REST API with users, functions, tables (document 000). */
export class AwsServerlessStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: PlatformSettings["aws-serverless"]) {
    super(scope, id);
    useBackend(this, settings);
    useAwsProvider(this, settings, { system: settings.system });

    const { names, keyArn, destroyable } = addAwsContext(this, "aws-serverless", settings);
    const { site, accessLogs, outputs: siteOutputs } = addSite(this, settings, { names, keyArn });
    const stores = addServerlessStores(this, settings, { names, keyArn, accessLogs });
    const corsOrigin = settings.api.cors_origin ?? site.url;
    const functions = addServerlessFunctions(this, settings, { names, keyArn, stores, corsOrigin });
    const { api, userPool } = addServerlessApi(this, settings, {
      names,
      keyArn,
      siteUrl: site.url,
      corsOrigin,
      testExecution: functions.testExecution,
    });
    const configuration = new RuntimeConfiguration(this, "configuration", {
      names,
      featureFlags: settings.feature_flags,
    });

    if (settings.backup.enabled) {
      new BackupPlan(this, "backup", {
        names,
        keyArn,
        resources: [stores.testCases.tableArn, stores.testExecutions.tableArn],
        schedule: settings.backup.schedule,
        retentionDays: settings.backup.retention_days,
        destroyable,
      });
    }
    const { dashboardName } = addServerlessMonitoring(this, settings, { names, keyArn, api, functions, stores });

    addOutputs(this, {
      ...siteOutputs,
      ai_analysis_function: functions.aiAnalysis.name,
      api_keys_secret_arn: stores.apiKeys.secretArn,
      api_url: api.url,
      configuration_path: configuration.path,
      dashboard_name: dashboardName,
      dead_letter_queue: functions.aiAnalysis.deadLetterQueueName,
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
