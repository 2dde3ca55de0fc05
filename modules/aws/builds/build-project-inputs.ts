import type {
  CodebuildProjectCache,
  CodebuildProjectEnvironmentEnvironmentVariable,
  CodebuildProjectSource,
} from "@cdktf/provider-aws/lib/codebuild-project";
import type { ObjectStore } from "../stores/object-store";

/** Where a build finds what it builds. */
export type BuildSource =
  | {
      readonly type: "NO_SOURCE";
      /** The text of the buildspec. */
      readonly buildspec: string;
    }
  | {
      readonly type: "S3";
      readonly store: Pick<ObjectStore, "bucketName" | "bucketArn">;
      /** The zip file in the store, or a prefix that ends with a slash. */
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
      /** CodeConnections connection with which CodeBuild clones. @default - the account's GitHub credential, or none for a public repository */
      readonly connectionArn?: string;
      /** Text, or path within the source. @default "buildspec.yml" */
      readonly buildspec?: string;
    };

/** What is kept between builds: in S3, or on the host for as long as CodeBuild keeps it. */
export type BuildCache =
  | { readonly type: "S3"; readonly store: Pick<ObjectStore, "bucketName" | "bucketArn"> }
  | {
      readonly type: "LOCAL";
      readonly modes?: readonly ("LOCAL_SOURCE_CACHE" | "LOCAL_DOCKER_LAYER_CACHE" | "LOCAL_CUSTOM_CACHE")[];
    };

export interface BuildSecret {
  readonly secretArn: string;
  /** KMS key of the secret. */
  readonly keyArn: string;
  /** One value of a secret that is a JSON object. @default - the whole secret */
  readonly jsonKey?: string;
}

export interface BuildEnvironment {
  readonly variables?: Readonly<Record<string, string>>;
  /** Parameter Store paths by variable; texts that are not encrypted. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, BuildSecret>>;
}

/** Where the cache lies in its bucket: a folder of each project's own. */
export const cachePrefix = (name: string) => `cache/${name}`;

export function sourceBlock(source: BuildSource): CodebuildProjectSource {
  switch (source.type) {
    case "NO_SOURCE":
      return { type: "NO_SOURCE", buildspec: literal(source.buildspec) };
    case "S3":
      return { type: "S3", location: `${source.store.bucketName}/${source.key}`, buildspec: literal(source.buildspec) };
    case "GITHUB":
      return {
        type: "GITHUB",
        location: `https://github.com/${source.repository}.git`,
        buildspec: literal(source.buildspec),
        gitCloneDepth: 1,
        reportBuildStatus: source.connectionArn !== undefined,
        auth: source.connectionArn ? { type: "CODECONNECTIONS", resource: source.connectionArn } : undefined,
      };
  }
}

/** A shell's `${NAME}` reaches CodeBuild as it is; Terraform would take it for a reference of its own. */
function literal(buildspec: string | undefined): string | undefined {
  return buildspec?.replace(/[$%]\{/g, (opening) => opening[0] + opening);
}

export function cacheBlock(cache: BuildCache | undefined, name: string): CodebuildProjectCache {
  if (!cache) return { type: "NO_CACHE" };
  if (cache.type === "S3") return { type: "S3", location: `${cache.store.bucketName}/${cachePrefix(name)}` };
  return { type: "LOCAL", modes: [...(cache.modes ?? ["LOCAL_SOURCE_CACHE", "LOCAL_CUSTOM_CACHE"])] };
}

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
