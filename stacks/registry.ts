import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { minimatch } from "minimatch";
import type { StackReference } from "../settings/project/stacks";
import type { Platform, PlatformSettings } from "../settings/schema";
import { unknownStackText } from "./unknown-stack";

/** The class of a platform's stack. `projectFolder` is where the paths in its settings begin. */
type StackClass<P extends Platform> = new (
  scope: Construct,
  id: string,
  settings: PlatformSettings[P],
  projectFolder: string,
) => TerraformStack;

/** Loads the class of each platform's stack when it is needed, so that the bindings of other platforms cost nothing. */
const classes: { readonly [P in Platform]: () => Promise<StackClass<P>> } = {
  account: async () => (await import("./account/account-stack.js")).AccountStack,
  aws: async () => (await import("./aws/aws-stack.js")).AwsStack,
  "aws-eks": async () => (await import("./aws-eks/aws-eks-stack.js")).AwsEksStack,
  "aws-serverless": async () => (await import("./aws-serverless/aws-serverless-stack.js")).AwsServerlessStack,
  "aws-websocket": async () => (await import("./aws-websocket/aws-websocket-stack.js")).AwsWebsocketStack,
  "aws-codebuild": async () => (await import("./aws-codebuild/aws-codebuild-stack.js")).AwsCodebuildStack,
  gcp: async () => (await import("./gcp/gcp-stack.js")).GcpStack,
  azure: async () => (await import("./azure/azure-stack.js")).AzureStack,
  kubernetes: async () => (await import("./kubernetes/kubernetes-stack.js")).KubernetesStack,
};

/** Loads the class of a platform's stack. */
export function stackClass<P extends Platform>(platform: P): Promise<StackClass<P>> {
  return classes[platform]();
}

/** Those of a project's stacks that ids or globs such as `aws-*-prod` name. @throws {StackSelectionError} for an id that names none; it has the nearest one */
export function selectStacks(
  stacks: readonly StackReference[],
  patterns: readonly string[],
): readonly StackReference[] {
  for (const pattern of patterns) {
    if (!stacks.some(({ id }) => minimatch(id, pattern))) {
      throw new StackSelectionError(unknownStackText(pattern, stacks));
    }
  }
  return stacks.filter(({ id }) => patterns.some((pattern) => minimatch(id, pattern)));
}

/** An id that names no stack. */
export class StackSelectionError extends Error {
  override readonly name = "StackSelectionError";
}
