import type * as z from "zod";
import type { Rule } from "../rule";
import type { awsWebsocket } from "./aws-websocket";
import { rule } from "./rules";

type WebSocket = z.infer<typeof awsWebsocket>;

/** Rules of the Agentic Service Bot. */
export const awsWebsocketRules: Rule[] = [
  rule<WebSocket>(["api"], function* ({ api: { domain, zone_id, certificate_arn } }) {
    if (Boolean(domain) !== Boolean(zone_id)) {
      yield {
        path: domain ? "api.domain" : "api.zone_id",
        expected: "domain and zone_id together",
        found: domain ? "no zone_id" : "no domain",
      };
    }
    if (certificate_arn && !domain) {
      yield { path: "api.certificate_arn", expected: "domain beside it", found: "none" };
    }
  }),
  rule<WebSocket>(["api.domain", "site.domain"], function* ({ api, site }) {
    if (api.domain && api.domain === site.domain) {
      yield { path: "api.domain", expected: "another name than the site's", found: api.domain };
    }
  }),
  rule<WebSocket>(["api.certificate_arn", "region"], function* ({ api, region }) {
    const [, , , found] = api.certificate_arn?.split(":") ?? [];
    if (api.certificate_arn && found !== region) {
      yield { path: "api.certificate_arn", expected: `a certificate of ${region}`, found: String(found) };
    }
  }),
  rule<WebSocket>(["api.allowed_origins", "protected"], function* (settings) {
    if (settings.protected && settings.api.allowed_origins?.includes("*")) {
      yield {
        path: "api.allowed_origins",
        problem: "any page could connect with a key that it got hold of",
        expected: "origins by name where `protected` is true",
        found: "*",
      };
    }
  }),
  rule<WebSocket>(["api.data_trace", "data_class"], function* ({ api, data_class }) {
    if (api.data_trace && data_class === "real") {
      yield {
        path: "api.data_trace",
        problem: "the log would hold real data and the key",
        expected: "false where data_class is real",
        found: "true",
      };
    }
  }),
  rule<WebSocket>(["functions"], function* ({ functions }) {
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
  rule<WebSocket>(["functions.chat"], function* ({ functions: { chat } }) {
    if (chat.timeout_seconds > 29) {
      yield {
        path: "functions.chat.timeout_seconds",
        problem: "API Gateway does not wait that long, and would tell the client of a failure",
        expected: "at most 29",
        found: String(chat.timeout_seconds),
      };
    }
  }),
  rule<WebSocket>(["tables"], function* ({ tables: { capacity } }) {
    if (capacity && capacity.min > capacity.max) {
      yield { path: "tables.capacity.min", expected: `at most max (${capacity.max})`, found: String(capacity.min) };
    }
  }),
  rule<WebSocket>(["protected", "notifications"], function* (settings) {
    if (settings.protected && settings.notifications.critical.length === 0) {
      yield {
        path: "notifications.critical",
        expected: "at least one address where `protected` is true",
        found: "none",
      };
    }
  }),
];
