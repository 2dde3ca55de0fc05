import type * as z from "zod";
import type { Rule } from "../../rule";
import { rule } from "../rules";
import type { SharedSettings } from "../shared";
import { certificateNames } from "../workload-rules";
import type { apiDomain, apiThrottle } from "./api";
import type { functionSettings } from "./function";
import type { site } from "./site";
import type { tables } from "./tables";

interface Settings extends Pick<SharedSettings, "region"> {
  readonly api: z.infer<z.ZodObject<typeof apiDomain>>;
  readonly functions: Readonly<Record<string, z.infer<ReturnType<typeof functionSettings>>>>;
  readonly site: z.infer<typeof site>;
  readonly tables: z.infer<typeof tables>;
}

/** Rules of a website with an API (REST or WebSocket), functions and tables. */
export const awsApiRules: Rule[] = [
  rule<Settings>(["api"], function* ({ api: { domain, zone_id, certificate_arn } }) {
    yield* certificateNames("api.domain", domain, certificate_arn);
    if (Boolean(domain) !== Boolean(zone_id)) {
      yield {
        path: domain ? "api.domain" : "api.zone_id",
        expected: "domain and zone_id together",
        found: domain ? "no zone_id" : "no domain",
      };
    }
    if (certificate_arn && !domain) {
      yield { path: "api.certificate_arn", expected: "domain together with it", found: "none" };
    }
  }),
  rule<Settings>(["api.domain", "site.domain"], function* ({ api, site }) {
    if (api.domain && api.domain === site.domain) {
      yield { path: "api.domain", expected: "another name than the site's", found: api.domain };
    }
  }),
  rule<Settings>(["api.certificate_arn", "region"], function* ({ api, region }) {
    const [, , , found] = api.certificate_arn?.split(":") ?? [];
    if (api.certificate_arn && found !== region) {
      yield { path: "api.certificate_arn", expected: `a certificate of ${region}`, found: String(found) };
    }
  }),
  rule<Settings>(["functions"], function* ({ functions }) {
    for (const [name, { reserved_concurrency: reserved, provisioned_concurrency: provisioned }] of Object.entries(
      functions,
    )) {
      if (reserved !== undefined && provisioned !== undefined && provisioned > reserved) {
        yield {
          path: `functions.${name}.provisioned_concurrency`,
          expected: `at most reserved_concurrency (${reserved})`,
          found: String(provisioned),
        };
      }
    }
  }),
  rule<Settings>(["tables"], function* ({ tables: { capacity } }) {
    if (capacity && capacity.min > capacity.max) {
      yield { path: "tables.capacity.min", expected: `at most max (${capacity.max})`, found: String(capacity.min) };
    }
  }),
];

interface Throttled {
  readonly api: { readonly throttle: z.infer<ReturnType<typeof apiThrottle>> };
  readonly tables: z.infer<typeof tables>;
}

/**
 * The rule that provisioned tables can grow to what the API lets through: above their capacity DynamoDB refuses, and the caller
 * gets an error. `units` is what the smallest request, called `request`, uses of the table or index that it uses most.
 */
export const tableCapacityRule = (units: number, request: string): Rule =>
  rule<Throttled>(["api.throttle", "tables"], function* ({ api: { throttle }, tables: { capacity } }) {
    const needed = throttle.rate_per_second * units;
    if (capacity && capacity.max < needed) {
      yield {
        path: "tables.capacity.max",
        problem: "DynamoDB would refuse what the API lets through",
        expected: `at least ${needed}, for ${throttle.rate_per_second} requests per second (api.throttle.rate_per_second) of ${units} units for ${request}; or no \`capacity\`: on demand`,
        found: String(capacity.max),
      };
    }
  });
