import type * as z from "zod";
import type { Rule } from "../../rule";
import { rule } from "../rules";
import { certificateNames } from "../workload-rules";
import type { site } from "./site";

/** Rules of a website, for each platform that has one. */
export const awsSiteRules: Rule[] = [
  rule<{ site: z.infer<typeof site> }>(["site"], function* ({ site: { domain, zone_id, certificate_arn } }) {
    yield* certificateNames("site.domain", domain, certificate_arn);
    if (domain && !zone_id && !certificate_arn) {
      yield {
        path: "site.domain",
        expected: "zone_id, or certificate_arn where the zone is not in Route53",
        found: "neither",
      };
    }
    for (const [key, value] of Object.entries({ zone_id, certificate_arn })) {
      if (value && !domain) yield { path: `site.${key}`, expected: "domain together with it", found: "none" };
    }
  }),
];
