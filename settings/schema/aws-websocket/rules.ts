import type * as z from "zod";
import type { Rule } from "../../rule";
import { tableCapacityRule } from "../aws-shared/api-rules";
import { deployRule } from "../aws-shared/deploy-rule";
import { modelRegionRule } from "../aws-shared/model-rules";
import { functionAbilities, type ReleaseAbilities, releaseRules } from "../release/rules";
import { rule } from "../rules";
import { flagsRule } from "../workload-rules";
import type { awsWebsocket } from "./schema";

type WebSocket = z.infer<typeof awsWebsocket>;

/** What the functions can do in a release. The one that is left out runs on a schedule, and switches whole. */
export function awsWebsocketAbilities({ functions: { summary, ...ofClients } }: WebSocket): ReleaseAbilities {
  return { ...functionAbilities(ofClients), unchecked: "a WebSocket API answers no path" };
}

/** Rules of the Agentic Service Bot. */
export const awsWebsocketRules: Rule[] = [
  flagsRule(4096, "Parameter Store"),
  deployRule,
  rule<WebSocket>(["api.allowed_origins", "protected"], function* (settings) {
    if (settings.protected && settings.api.allowed_origins?.includes("*")) {
      yield {
        path: "api.allowed_origins",
        problem: "any web page could connect with a stolen key",
        expected: "origins by name where `protected` is true",
        found: "*",
      };
    }
  }),
  rule<WebSocket>(["api.data_trace", "data_class"], function* ({ api, data_class }) {
    if (api.data_trace && data_class === "real") {
      yield {
        path: "api.data_trace",
        problem: "the execution log would hold real data and the key",
        expected: "false where data_class is real",
        found: "true",
      };
    }
  }),
  rule<WebSocket>(["functions.chat"], function* ({ functions: { chat } }) {
    if (chat.timeout_seconds > 29) {
      yield {
        path: "functions.chat.timeout_seconds",
        problem: "API Gateway stops waiting earlier and answers with an error",
        expected: "at most 29",
        found: String(chat.timeout_seconds),
      };
    }
  }),
  modelRegionRule<WebSocket>("chat.model", ({ chat }) => chat.model),
  releaseRules<WebSocket>(["functions"], awsWebsocketAbilities),
  // DynamoDB: two messages of 1 KB in one transaction are 4 write units, and the day's count is 1; the last 20 messages are 5 read units.
  tableCapacityRule(5, "the smallest message and its answer"),
];
