import type * as z from "zod";
import type { Rule } from "../../rule";
import { rule } from "../rules";
import type { awsServerless } from "./schema";

type Serverless = z.infer<typeof awsServerless>;

/** Seconds that one call of a model takes at most: to connect and to answer (`functions/ai-test-automation/analyzers/bedrock.py`). */
const modelSeconds = 18;

/** Rules of the AI Test Automation Platform. */
export const awsServerlessRules: Rule[] = [
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
];
