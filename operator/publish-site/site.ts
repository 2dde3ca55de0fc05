import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import { S3Client } from "@aws-sdk/client-s3";
import { loadSettings } from "../../settings/load";
import type { ProjectPlace } from "../../settings/project/folder";
import type { StackReference } from "../../settings/project/stacks";
import { clientOptions } from "../aws/client";
import { sayIfLong } from "../process/patience";
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
  stack: StackReference,
  place: ProjectPlace,
  settingsFiles: readonly string[],
  outputs: Readonly<Record<string, unknown>>,
  note: (text: string) => void,
): Site {
  const { settings } = loadSettings(stack, { ...place, files: settingsFiles });
  const { region, account_id = "", aws_provider: provider } = settings;
  const client = clientOptions({ region, profile: provider.profile, roleArn: provider.role_arn });
  const s3 = new S3Client({ ...client, forcePathStyle: provider.use_path_style });
  // CloudFront has one endpoint, in this region.
  const cloudfront = new CloudFrontClient({ ...client, region: "us-east-1" });
  sayWaits(s3, `S3 (bucket ${outputs["site_bucket"]})`, note);
  sayWaits(cloudfront, `CloudFront (distribution ${outputs["site_distribution_id"]})`, note);
  return {
    bucket: new SiteBucket(s3, String(outputs["site_bucket"]), account_id),
    distribution: new Distribution(cloudfront, String(outputs["site_distribution_id"])),
    url: String(outputs["site_url"]),
  };
}

type Call = (args: object) => Promise<object>;

/** Says once, for each service, that a request waits long for its answer. */
export function sayWaits(client: { middlewareStack: object }, service: string, note: (text: string) => void): void {
  let said = false;
  const say = (line: string) => {
    if (!said) note(line);
    said = true;
  };
  const stack = client.middlewareStack as { add(middleware: (next: Call) => Call, options: object): void };
  const line = `waiting for an answer of ${service} (Ctrl-C ends the wait)`;
  stack.add((next) => (args) => sayIfLong(line, () => next(args), say), { step: "initialize", name: "sayWaits" });
}
