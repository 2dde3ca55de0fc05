import type * as z from "zod";
import type { Rule } from "../../rule";
import { tableCapacityRule } from "../aws-shared/api-rules";
import { deployRule } from "../aws-shared/deploy-rule";
import { modelRegionRule } from "../aws-shared/model-rules";
import { functionAbilities, type ReleaseAbilities, releaseRules } from "../release/rules";
import { rule } from "../rules";
import { flagsRule } from "../workload-rules";
import type { awsServerless } from "./schema";

type Serverless = z.infer<typeof awsServerless>;

/** Regions whose identities of SES every user pool may use, in addition to its own (Cognito developer guide, "Email settings"). */
const emailRegions = ["us-east-1", "us-west-2", "eu-west-1"];
/** Seconds that one call of a model takes at most: to connect and to answer (`functions/ai-test-automation/analyzers/bedrock.py`). */
const modelSeconds = 18;

/** What the functions can do in a release. The one that is left out reads a stream, whose reader switches whole. */
export function awsServerlessAbilities({ functions: { test_execution } }: Serverless): ReleaseAbilities {
  return functionAbilities({ test_execution });
}

/** Rules of the AI Test Automation Platform. */
export const awsServerlessRules: Rule[] = [
  flagsRule(4096, "Parameter Store"),
  deployRule,
  rule<Serverless>(["analysis", "functions"], function* ({ analysis, functions }) {
    const seconds = analysis.batch_size * modelSeconds;
    const { timeout_seconds } = functions.ai_analysis;
    if (analysis.model && seconds > timeout_seconds) {
      yield {
        path: "analysis.batch_size",
        problem: "a model may take 18 seconds for each execution, and the function would be stopped",
        expected: `at most ${Math.floor(timeout_seconds / modelSeconds)} with a model, or a longer functions.ai_analysis.timeout_seconds`,
        found: String(analysis.batch_size),
      };
    }
  }),
  rule<Serverless>(["api", "data_class"], function* ({ api, data_class }) {
    if (api.data_trace && data_class === "real") {
      yield {
        path: "api.data_trace",
        problem: "the execution log would hold real data",
        expected: "false where data_class is real",
        found: "true",
      };
    }
  }),
  rule<Serverless>(["users", "region"], function* ({ users: { email }, region }) {
    if (!email) return;
    const [, , , found = "", , resource = ""] = email.identity_arn.split(":");
    const identity = resource.replace("identity/", "");
    const regions = [...new Set([region, ...emailRegions])];
    if (!regions.includes(found)) {
      yield { path: "users.email.identity_arn", expected: `an identity of ${regions.join(", ")} (Cognito)`, found };
    }
    const [, domain = ""] = email.from.split("@");
    if (email.from !== identity && domain !== identity && !domain.endsWith(`.${identity}`)) {
      yield { path: "users.email.from", expected: `an address of the identity ${identity}`, found: email.from };
    }
  }),
  modelRegionRule<Serverless>("analysis.model", ({ analysis }) => analysis.model),
  releaseRules<Serverless>(["functions"], awsServerlessAbilities),
  // DynamoDB: a changed status is deleted from the index and written again, 1 write unit each for up to 1 KB.
  tableCapacityRule(2, "the smallest report"),
];
