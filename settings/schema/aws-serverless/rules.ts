import type * as z from "zod";
import type { Rule } from "../../rule";
import { tableCapacityRule } from "../aws-shared/api-rules";
import { modelRegionRule } from "../aws-shared/model-rules";
import { rule } from "../rules";
import type { awsServerless } from "./schema";

type Serverless = z.infer<typeof awsServerless>;

/** Rules of the AI Test Automation Platform. */
export const awsServerlessRules: Rule[] = [
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
  modelRegionRule<Serverless>("analysis.model", ({ analysis }) => analysis.model),
  // DynamoDB: a changed status is deleted from the index and written anew, 1 write unit each for up to 1 KB.
  tableCapacityRule(2, "the smallest report"),
];
