import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { StaticSite } from "./static-site";
import { configurationFile, webRoot } from "./static-site-layout";

export interface SiteConfigurationProps {
  readonly site: StaticSite;
  /** What the site's pages have to know of this environment. Everyone can read it: no secrets. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * `/config.json` of a site, by which one build runs in every environment (document 001). Apart from the site, since an API has to know
 * the site's URL, and the site the API's.
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
      // An object takes ten tags (S3's limit); the stack's own and those of the settings can be more.
      overrideProvider: { defaultTags: { tags: {} } },
    });
  }
}
