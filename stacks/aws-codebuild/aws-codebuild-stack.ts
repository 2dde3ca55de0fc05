import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { RuntimeConfiguration } from "../../modules/aws/stores/runtime-configuration";
import type { PlatformSettings } from "../../settings/schema";
import { codeFolder } from "../../settings/schema/aws-shared/function";
import { addAwsContext } from "../aws-shared/context";
import { addFunctionDeployRole } from "../aws-shared/function-deploy-role";
import { addFunctionTarget } from "../aws-shared/function-release";
import { useAwsProvider } from "../aws-shared/provider";
import { useBackend } from "../backend";
import { addReleaseOutput } from "../late-bound";
import { addOutputs } from "../outputs";
import { addCore } from "./core";
import { addMonitoring } from "./monitoring";
import { addPoller } from "./poller";
import { addBuildProjects } from "./projects";
import { addSecrets } from "./secrets";

/** The CodeBuild Worker: each work item is done once, by a build (document 004, in its order). */
export class AwsCodebuildStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: PlatformSettings["aws-codebuild"], projectFolder = ".") {
    super(scope, id);
    useBackend(this, settings);
    useAwsProvider(this, settings, { system: settings.system });

    const context = addAwsContext(this, "aws-codebuild", settings);
    const configuration = new RuntimeConfiguration(this, "configuration", {
      names: context.names,
      featureFlags: settings.feature_flags,
    });

    const core = addCore(this, settings, context);
    const secrets = addSecrets(this, settings, context);
    const poller = addPoller(this, settings, context, {
      code: codeFolder(settings, projectFolder),
      ...core,
      ...secrets,
    });
    const projects = addBuildProjects(this, settings, context, { projectFolder, ...core, ...secrets });
    const monitoring = addMonitoring(this, settings, context, { ...core, ...secrets, ...poller, projects });

    addReleaseOutput(this);
    const deployRole = addFunctionDeployRole(this, settings, context, { ...poller.functions });
    addFunctionTarget(this, context, poller.functions, monitoring);
    addOutputs(this, {
      artifacts_bucket: core.artifacts.bucketName,
      build_projects: Object.values(projects).map(({ projectName }) => projectName),
      configuration_path: configuration.path,
      dashboard_name: monitoring.dashboardNames.overview,
      deploy_role_arn: deployRole?.arn,
      events_function: poller.functions.events.name,
      git_credentials_secret_arn: secrets.gitCredentials.secretArn,
      github_token_secret_arn: secrets.githubToken.secretArn,
      locks_table: core.locks.tableName,
      log_archive_bucket: core.logArchive?.bucketName,
      poller_function: poller.functions.poller.name,
      submit_function: poller.functions.submit.name,
      work_items_table: poller.workItems.tableName,
    });
  }
}
