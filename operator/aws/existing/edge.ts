import type { ClientOptions } from "../client";
import { existing, type Finder, finder, firstOf } from "./finder";

/** What is in front of a site or an API: distributions, their policies, firewalls. */
export const edge: Readonly<Record<string, Finder>> = {
  // Without a domain of its own a second distribution is made without an error.
  aws_cloudfront_distribution: finder(["aliases"], async (_, options, planned) => {
    const { paginateListDistributions, ListTagsForResourceCommand, client } = await cloudFront(options);
    const aliases = [planned["aliases"]].flat();
    const distribution = await firstOf(
      paginateListDistributions({ client }, {}),
      ({ DistributionList }) => DistributionList?.Items,
      ({ Aliases }) => Aliases?.Items?.some((alias) => aliases.includes(alias)) ?? false,
    );
    if (!distribution) return undefined;
    const { Tags } = await client.send(new ListTagsForResourceCommand({ Resource: distribution.ARN }));
    return existing(distribution.Id, Tags?.Items ?? []);
  }),

  aws_cloudfront_origin_access_control: finder(["name"], async ({ name }, options) => {
    const { ListOriginAccessControlsCommand, client } = await cloudFront(options);
    for (let Marker: string | undefined, more = true; more; ) {
      const { OriginAccessControlList: list } = await client.send(new ListOriginAccessControlsCommand({ Marker }));
      const id = list?.Items?.find(({ Name }) => Name === name)?.Id;
      if (id) return existing(id);
      Marker = list?.NextMarker || undefined;
      more = Marker !== undefined;
    }
    return undefined;
  }),

  aws_cloudfront_response_headers_policy: finder(["name"], async ({ name }, options) => {
    const { ListResponseHeadersPoliciesCommand, client } = await cloudFront(options);
    for (let Marker: string | undefined, more = true; more; ) {
      const command = new ListResponseHeadersPoliciesCommand({ Type: "custom", Marker });
      const { ResponseHeadersPolicyList: list } = await client.send(command);
      const policies = list?.Items?.map((item) => item.ResponseHeadersPolicy);
      const id = policies?.find((it) => it?.ResponseHeadersPolicyConfig?.Name === name)?.Id;
      if (id) return existing(id);
      Marker = list?.NextMarker || undefined;
      more = Marker !== undefined;
    }
    return undefined;
  }),

  aws_wafv2_web_acl: finder(["name", "scope"], async ({ name, scope }, options) => {
    const { ListWebACLsCommand, ListTagsForResourceCommand, WAFV2Client } = await import("@aws-sdk/client-wafv2");
    const client = new WAFV2Client(options);
    for (let NextMarker: string | undefined, more = true; more; ) {
      const Scope = scope as "REGIONAL" | "CLOUDFRONT";
      const page = await client.send(new ListWebACLsCommand({ Scope, NextMarker, Limit: 100 }));
      const acl = page.WebACLs?.find(({ Name }) => Name === name);
      if (acl) {
        const tags = await client.send(new ListTagsForResourceCommand({ ResourceARN: acl.ARN }));
        return existing(`${acl.Id}/${name}/${scope}`, tags.TagInfoForResource?.TagList ?? []);
      }
      more = (page.WebACLs?.length ?? 0) > 0 && Boolean(page.NextMarker);
      NextMarker = page.NextMarker;
    }
    return undefined;
  }),
};

/** CloudFront has one endpoint, in this region. */
async function cloudFront(options: ClientOptions) {
  const sdk = await import("@aws-sdk/client-cloudfront");
  return { ...sdk, client: new sdk.CloudFrontClient({ ...options, region: "us-east-1" }) };
}
