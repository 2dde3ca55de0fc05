import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { StaticSite } from "./static-site";
import { configurationFile, webRoot } from "./static-site-layout";

export interface SiteConfigurationProps {
  /** The site that gets the file. */
  readonly site: StaticSite;
  /** Values of this environment for the site's pages. The internet can read them, so they must hold no secrets. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * `/config.json` of a site, so that one build of the site runs in every environment (document 001). It is a construct of its
 * own because an API needs the site's URL and this file needs the API's.
 */
export class SiteConfiguration extends Construct {
  constructor(scope: Construct, id: string, { site, values }: SiteConfigurationProps) {
    super(scope, id);
    new S3Object(this, "file", {
      bucket: site.bucketName,
      key: `${webRoot}/${configurationFile}`,
      content: Fn.jsonencode(values),
      contentType: "application/json",
      cacheControl: "no-cache",
      // S3 allows ten tags on an object, and the stack's default tags can be more.
      overrideProvider: { defaultTags: { tags: {} } },
    });
  }
}
