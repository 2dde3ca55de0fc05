import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Construct } from "constructs";
import { BuildProject } from "../../modules/aws/builds/build-project";
import type { BuildCache, BuildSecret, BuildSource } from "../../modules/aws/builds/build-project-inputs";
import { ContainerRegistry } from "../../modules/aws/stores/container-registry";
import { mapValues } from "../../modules/records";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import { addNetwork } from "../aws-shared/network";
import { asTerraformText } from "../terraform-text";
import type { Core } from "./core";
import type { Secrets } from "./secrets";

type Settings = PlatformSettings["aws-codebuild"];
type Project = Settings["projects"][string];

interface ProjectInputs extends Core, Secrets {
  /** Where the paths in the settings begin. */
  readonly projectFolder: string;
}

/** The build projects of the settings, in a network where there is one. */
export function addBuildProjects(
  stack: Construct,
  settings: Settings,
  context: AwsContext,
  inputs: ProjectInputs,
): Readonly<Record<string, BuildProject>> {
  const { artifacts } = inputs;
  const network = settings.network.enabled ? addNetwork(stack, settings, context) : undefined;
  return mapValues(
    settings.projects,
    (project, key) =>
      new BuildProject(stack, `project-${key}`, {
        ...context,
        name: key,
        description: project.description,
        source: source(project, inputs),
        compute: project.compute,
        image: project.image,
        architecture: project.architecture,
        privileged: project.privileged,
        buildMinutes: project.build_minutes,
        queueMinutes: project.queue_minutes,
        concurrentBuilds: project.concurrent_builds,
        cache: cache(project, inputs),
        environment: {
          variables: project.environment,
          parameters: project.parameters,
          secrets: mapValues(project.secrets, (reference) => secret(reference, context, inputs)),
        },
        artifacts,
        registry: project.registry
          ? new ContainerRegistry(stack, `registry-${key}`, { ...context, name: key })
          : undefined,
        reports: project.reports,
        logStore: project.logs_in_bucket ? artifacts : undefined,
        network,
      }),
  );
}

function source(
  { source: { type, buildspec, key = "", repository = "", ...rest } }: Project,
  { artifacts, projectFolder }: ProjectInputs,
): BuildSource {
  const text = buildspec?.startsWith("functions/") ? asTerraformText(fileText(projectFolder, buildspec)) : buildspec;
  switch (type) {
    case "NO_SOURCE":
      return { type, buildspec: text ?? "" };
    case "S3":
      return { type, store: artifacts, key, buildspec: text };
    case "GITHUB":
      return { type, repository, revision: rest.revision, connectionArn: rest.connection_arn, buildspec: text };
  }
}

function cache({ cache: kind, privileged }: Project, { artifacts }: ProjectInputs): BuildCache | undefined {
  if (kind === "NONE") return undefined;
  if (kind === "S3") return { type: "S3", store: artifacts };
  // The cache of image layers needs Docker, and Docker needs privileges.
  const modes = ["LOCAL_SOURCE_CACHE", "LOCAL_CUSTOM_CACHE", "LOCAL_DOCKER_LAYER_CACHE"] as const;
  return { type: "LOCAL", modes: privileged ? modes : modes.slice(0, 2) };
}

function secret(
  reference: string,
  { keyArn }: AwsContext,
  { githubToken, gitCredentials }: ProjectInputs,
): BuildSecret {
  const [name = "", jsonKey] = reference.split("#");
  const own = { "github-token": githubToken, "git-credentials": gitCredentials }[name];
  return { secretArn: own?.secretArn ?? name, keyArn: own?.keyArn ?? keyArn, jsonKey };
}

function fileText(folder: string, path: string): string {
  const file = resolve(folder, path);
  if (!existsSync(file)) throw new Error(`buildspec "${path}": expected a file of the project, found none`);
  return readFileSync(file, "utf8");
}
