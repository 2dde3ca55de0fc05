import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import { S3Client } from "@aws-sdk/client-s3";
import { loadSettings } from "../../settings/load";
import type { StackReference } from "../../stacks/registry";
import { profileOptions } from "../aws/profile";
import { assumedRole } from "../aws/role";
import { Distribution } from "./distribution";
import { SiteBucket } from "./site-bucket";

/** The site of a deployed stack, with the same credentials and endpoints that Terraform's provider uses. */
export interface Site {
  readonly bucket: SiteBucket;
  readonly distribution: Distribution;
  readonly url: string;
}

/** The site that a stack's outputs name. */
export function siteOf(
  { platform, environment }: StackReference,
  settingsFiles: readonly string[],
  outputs: Readonly<Record<string, unknown>>,
): Site {
  const { settings } = loadSettings(platform, environment, { root: process.cwd(), files: settingsFiles });
  const { region, account_id, aws_provider: provider } = settings;
  const profile = profileOptions(provider.profile);
  const client = {
    ...profile,
    region,
    ...(provider.role_arn && { credentials: assumedRole(provider.role_arn, region, profile) }),
  };
  const s3 = new S3Client({ ...client, forcePathStyle: provider.use_path_style });
  return {
    bucket: new SiteBucket(s3, String(outputs["site_bucket"]), account_id),
    // CloudFront has one endpoint, in this region.
    distribution: new Distribution(
      new CloudFrontClient({ ...client, region: "us-east-1" }),
      String(outputs["site_distribution_id"]),
    ),
    url: String(outputs["site_url"]),
  };
}
