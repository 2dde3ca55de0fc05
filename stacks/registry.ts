import { readdirSync } from "node:fs";
import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { minimatch } from "minimatch";
import type { Platform, PlatformSettings } from "../settings/schema";
import { unknownStackText } from "./unknown-stack";

type StackClass<P extends Platform> = new (
  scope: Construct,
  id: string,
  settings: PlatformSettings[P],
) => TerraformStack;

interface Registration<P extends Platform> {
  /** Loads the stack's class when it is needed, so that the bindings of other platforms cost nothing. */
  readonly load: () => Promise<StackClass<P>>;
  /** Platforms of the same environment that must be deployed first. */
  readonly needs: readonly Platform[];
}

/** Every platform. */
const platforms: { readonly [P in Platform]: Registration<P> } = {
  account: { load: async () => (await import("./account/account-stack.js")).AccountStack, needs: [] },
  aws: { load: async () => (await import("./aws/aws-stack.js")).AwsStack, needs: ["account"] },
  "aws-eks": { load: async () => (await import("./aws-eks/aws-eks-stack.js")).AwsEksStack, needs: ["account"] },
  "aws-serverless": {
    load: async () => (await import("./aws-serverless/aws-serverless-stack.js")).AwsServerlessStack,
    needs: ["account"],
  },
  "aws-websocket": {
    load: async () => (await import("./aws-websocket/aws-websocket-stack.js")).AwsWebsocketStack,
    needs: ["account"],
  },
  "aws-codebuild": {
    load: async () => (await import("./aws-codebuild/aws-codebuild-stack.js")).AwsCodebuildStack,
    needs: ["account"],
  },
  gcp: { load: async () => (await import("./gcp/gcp-stack.js")).GcpStack, needs: ["account"] },
  azure: { load: async () => (await import("./azure/azure-stack.js")).AzureStack, needs: ["account"] },
  kubernetes: {
    load: async () => (await import("./kubernetes/kubernetes-stack.js")).KubernetesStack,
    needs: ["account", "aws-eks"],
  },
};

export interface StackReference<P extends string = Platform> {
  readonly id: string;
  readonly platform: P;
  readonly environment: string;
}

/** All stacks: each platform in each environment that has a file `environments/<environment>.tfvars`. */
export function allStacks(root: string): readonly StackReference[] {
  const environments = readdirSync(`${root}/environments`)
    .filter((name) => name.endsWith(".tfvars") && name !== "base.tfvars")
    .map((name) => name.slice(0, -".tfvars".length))
    .sort();
  return combine(Object.keys(platforms) as Platform[], environments);
}

/**
 * Each platform in each environment.
 * @throws {StackSelectionError} when two would have one id, and so one state: `aws` in `eks-prod` and `aws-eks` in `prod`
 */
export function combine<P extends string>(
  platforms: readonly P[],
  environments: readonly string[],
): StackReference<P>[] {
  const stacks = new Map<string, StackReference<P>>();
  for (const environment of environments) {
    for (const platform of platforms) {
      const id = `${platform}-${environment}`;
      const other = stacks.get(id);
      if (other) {
        throw new StackSelectionError(
          `two stacks have the state key "${id}": ${other.platform} in environments/${other.environment}.tfvars and ${platform} in environments/${environment}.tfvars; rename one of the environments`,
        );
      }
      stacks.set(id, { id, platform, environment });
    }
  }
  return [...stacks.values()];
}

/** The stacks that ids or globs such as `aws-*-prod` name. @throws {StackSelectionError} for an id that names none; it has the nearest one */
export function selectStacks(root: string, patterns: readonly string[]): readonly StackReference[] {
  const stacks = allStacks(root);
  for (const pattern of patterns) {
    if (!stacks.some(({ id }) => minimatch(id, pattern))) {
      throw new StackSelectionError(unknownStackText(pattern, stacks));
    }
  }
  return stacks.filter(({ id }) => patterns.some((pattern) => minimatch(id, pattern)));
}

/** Two stacks with one id, or an id that names no stack. */
export class StackSelectionError extends Error {
  override readonly name = "StackSelectionError";
}

/** The stacks of the same environment that must be deployed before this one. */
export function dependencies({ platform, environment }: StackReference): readonly string[] {
  return platforms[platform].needs.map((needed) => `${needed}-${environment}`);
}

/** Loads the class of a platform's stack. */
export function stackClass<P extends Platform>(platform: P): Promise<StackClass<P>> {
  return platforms[platform].load();
}
