import type { Construct } from "constructs";
import type * as z from "zod";
import { FunctionDeployRole } from "../../modules/aws/account/function-deploy-role";
import type { ServerlessFunction } from "../../modules/aws/functions/function";
import type { deploy } from "../../settings/schema/deploy";
import type { StateSettings } from "../state-location";
import type { AwsContext } from "./context";
import { deployState, deployTrust } from "./deploy-trust";

/** The role with which the repository's pipeline releases the functions of this stack; nothing where the settings name no repository. */
export function addFunctionDeployRole(
  stack: Construct,
  settings: StateSettings & { readonly deploy?: z.infer<typeof deploy> },
  { names, keyArn, releaseLog }: AwsContext,
  functions: Readonly<Record<string, ServerlessFunction>>,
): FunctionDeployRole | undefined {
  if (!settings.deploy) return undefined;
  return new FunctionDeployRole(stack, "deploy-role", {
    names,
    ...deployTrust(settings.deploy, names.environment),
    state: deployState(stack, settings),
    logBucketName: releaseLog,
    keyArn,
    functionArns: Object.values(functions).map(({ arn }) => arn),
  });
}
