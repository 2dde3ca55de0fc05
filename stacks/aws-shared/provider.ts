import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import type { SharedSettings } from "../../settings/schema/shared";
import { withNamespace } from "../provider-source";
import { known } from "../state-location";

/** The settings of every AWS stack that a provider is made from. */
export type AwsProviderSettings = Pick<
  SharedSettings,
  "region" | "account_id" | "aws_provider" | "environment" | "data_class" | "tags"
>;

export interface AwsProviderOptions {
  /** The `System` tag. */
  readonly system: string;
  /** Another region than the stack's own; its resources name the provider by alias. @default - the stack's region */
  readonly region?: string;
}

/** The AWS provider of one stack, made once for each region: refuses any other account, and tags everything. */
export function useAwsProvider(
  stack: TerraformStack,
  settings: AwsProviderSettings,
  { system, region }: AwsProviderOptions,
): AwsProvider {
  const providerId = region ? `aws-${region}` : "aws";
  const made = stack.node.tryFindChild(providerId);
  if (made) return made as AwsProvider;

  const { max_retries, use_path_style, profile, role_arn } = settings.aws_provider;
  const provider = new AwsProvider(stack, providerId, {
    region: region ?? settings.region,
    alias: region?.replaceAll("-", "_"),
    profile,
    allowedAccountIds: [known(settings.account_id)],
    maxRetries: max_retries,
    s3UsePathStyle: use_path_style || undefined,
    assumeRole: role_arn ? [{ roleArn: role_arn }] : undefined,
    defaultTags: [
      {
        tags: {
          ...settings.tags,
          System: system,
          Environment: settings.environment,
          Stack: stack.node.id,
          DataClass: settings.data_class,
          ManagedBy: "terraform",
        },
      },
    ],
  });
  return withNamespace(provider);
}

/** The only region in which CloudFront takes certificates and firewalls, and delivers its logs. */
export const cloudFrontRegion = "us-east-1";

/** The provider of CloudFront's region; undefined where the stack's own provider is of that region. */
export function useCloudFrontProvider(
  stack: TerraformStack,
  settings: AwsProviderSettings,
  { system }: Pick<AwsProviderOptions, "system">,
): AwsProvider | undefined {
  if (settings.region === cloudFrontRegion) return undefined;
  return useAwsProvider(stack, settings, { system, region: cloudFrontRegion });
}
