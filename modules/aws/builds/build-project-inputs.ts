import type {
  CodebuildProjectArtifacts,
  CodebuildProjectCache,
  CodebuildProjectEnvironmentEnvironmentVariable,
  CodebuildProjectSource,
} from "@cdktf/provider-aws/lib/codebuild-project";
import type { ObjectStore } from "../stores/object-store";

/** The source code of a build. */
export type BuildSource =
  | {
      readonly type: "NO_SOURCE";
      /** The text of the buildspec. */
      readonly buildspec: string;
    }
  | {
      readonly type: "S3";
      readonly store: Pick<ObjectStore, "bucketName" | "bucketArn">;
      /** The zip file in the store, or a folder, which ends with a slash. */
      readonly key: string;
      /** Text, or path within the source. @default "buildspec.yml" */
      readonly buildspec?: string;
    }
  | {
      readonly type: "GITHUB";
      /** As `owner/name`. */
      readonly repository: string;
      /** Branch, tag or commit. @default - the default branch */
      readonly revision?: string;
      /** CodeConnections connection with which CodeBuild clones. @default - the account's GitHub credential, none for a public repository */
      readonly connectionArn?: string;
      /** Text, or path within the source. @default "buildspec.yml" */
      readonly buildspec?: string;
    };

/** Where files are kept between builds: in S3, or on the build host for as long as CodeBuild keeps the host. */
export type BuildCache =
  | { readonly type: "S3"; readonly store: Pick<ObjectStore, "bucketName" | "bucketArn"> }
  | {
      readonly type: "LOCAL";
      /** What is kept. @default - sources, and the folders that the buildspec names */
      readonly modes?: readonly ("LOCAL_SOURCE_CACHE" | "LOCAL_DOCKER_LAYER_CACHE" | "LOCAL_CUSTOM_CACHE")[];
    };

/** A secret of Secrets Manager that becomes an environment variable of the build. */
export interface BuildSecret {
  /** ARN of the secret. */
  readonly secretArn: string;
  /** KMS key of the secret. */
  readonly keyArn: string;
  /** One value of a secret that is a JSON object. @default - the whole secret */
  readonly jsonKey?: string;
}

/** The environment variables of a build, by name. */
export interface BuildEnvironment {
  /** Plain values. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Parameter Store paths of unencrypted values. @default - none */
  readonly parameters?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly secrets?: Readonly<Record<string, BuildSecret>>;
}

/** The folder of a project's cache in the bucket. */
export const cachePrefix = (name: string) => `cache/${name}`;

/** The source as CodeBuild's arguments. */
export function sourceBlock(source: BuildSource): CodebuildProjectSource {
  switch (source.type) {
    case "NO_SOURCE":
      return { type: "NO_SOURCE", buildspec: source.buildspec };
    case "S3":
      return { type: "S3", location: `${source.store.bucketName}/${source.key}`, buildspec: source.buildspec };
    case "GITHUB":
      return {
        type: "GITHUB",
        location: `https://github.com/${source.repository}.git`,
        buildspec: source.buildspec,
        gitCloneDepth: 1,
        reportBuildStatus: source.connectionArn !== undefined,
        auth: source.connectionArn ? { type: "CODECONNECTIONS", resource: source.connectionArn } : undefined,
      };
  }
}

/** The artifacts as CodeBuild's arguments: a zip file under `<name>/<build id>/` of the store. */
export function artifactsBlock(
  store: Pick<ObjectStore, "bucketName"> | undefined,
  name: string,
  projectName: string,
): CodebuildProjectArtifacts {
  if (!store) return { type: "NO_ARTIFACTS" };
  const at = { location: store.bucketName, path: name, namespaceType: "BUILD_ID" };
  return { type: "S3", ...at, name: projectName, packaging: "ZIP" };
}

/** The cache as CodeBuild's arguments. */
export function cacheBlock(cache: BuildCache | undefined, name: string): CodebuildProjectCache {
  if (!cache) return { type: "NO_CACHE" };
  if (cache.type === "S3") return { type: "S3", location: `${cache.store.bucketName}/${cachePrefix(name)}` };
  return { type: "LOCAL", modes: [...(cache.modes ?? ["LOCAL_SOURCE_CACHE", "LOCAL_CUSTOM_CACHE"])] };
}

/** The variables as CodeBuild's arguments. */
export function environmentVariables(environment: BuildEnvironment): CodebuildProjectEnvironmentEnvironmentVariable[] {
  const { variables = {}, parameters = {}, secrets = {} } = environment;
  return [
    ...Object.entries(variables).map(([name, value]) => ({ name, value, type: "PLAINTEXT" })),
    ...Object.entries(parameters).map(([name, value]) => ({ name, value, type: "PARAMETER_STORE" })),
    ...Object.entries(secrets).map(([name, { secretArn, jsonKey }]) => ({
      name,
      value: jsonKey ? `${secretArn}:${jsonKey}` : secretArn,
      type: "SECRETS_MANAGER",
    })),
  ];
}
