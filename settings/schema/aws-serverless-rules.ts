import type * as z from "zod";
import type { Rule } from "../rule";
import type { awsServerless } from "./aws-serverless";
import { rule } from "./rules";

type Serverless = z.infer<typeof awsServerless>;

/** Rules of the AI Test Automation Platform. */
export const awsServerlessRules: Rule[] = [
  rule<Serverless>(["api"], function* ({ api }) {
    const { domain, zone_id } = api;
    if (Boolean(domain) !== Boolean(zone_id)) {
      yield {
        path: domain ? "api.domain" : "api.zone_id",
        expected: "domain and zone_id together",
        found: domain ? "no zone_id" : "no domain",
      };
    }
    if (api.certificate_arn && !domain) {
      yield { path: "api.certificate_arn", expected: "domain beside it", found: "none" };
    }
  }),
  rule<Serverless>(["api.domain", "site.domain"], function* ({ api, site }) {
    if (api.domain && api.domain === site.domain) {
      yield { path: "api.domain", expected: "another name than the site's", found: api.domain };
    }
  }),
  rule<Serverless>(["api", "data_class"], function* ({ api, data_class }) {
    if (api.data_trace && data_class === "real") {
      yield {
        path: "api.data_trace",
        problem: "the log would hold real data",
        expected: "false where data_class is real",
        found: "true",
      };
    }
  }),
  rule<Serverless>(["api.certificate_arn", "region"], function* ({ api, region }) {
    const [, , , found] = api.certificate_arn?.split(":") ?? [];
    if (api.certificate_arn && found !== region) {
      yield { path: "api.certificate_arn", expected: `a certificate of ${region}`, found: String(found) };
    }
  }),
  rule<Serverless>(["functions"], function* ({ functions }) {
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
  rule<Serverless>(["tables"], function* ({ tables: { capacity } }) {
    if (capacity && capacity.min > capacity.max) {
      yield { path: "tables.capacity.min", expected: `at most max (${capacity.max})`, found: String(capacity.min) };
    }
  }),
  rule<Serverless>(["protected", "notifications"], function* (settings) {
    if (settings.protected && settings.notifications.critical.length === 0) {
      yield {
        path: "notifications.critical",
        expected: "at least one address where `protected` is true",
        found: "none",
      };
    }
  }),
];
