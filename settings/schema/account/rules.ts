import type * as z from "zod";
import type { Rule } from "../../rule";
import { rule } from "../rules";
import type { account } from "./schema";

/** Rules of an environment's state backend. */
export const accountRules: Rule[] = [
  rule<z.infer<typeof account>>(["region", "copy_region"], function* ({ region, copy_region }) {
    if (copy_region === region) {
      yield { path: "copy_region", expected: `another region than ${region}`, found: region };
    }
  }),
  rule<z.infer<typeof account>>(["deploys", "state.cloud"], function* ({ deploys, state }) {
    const [found] = Object.keys(deploys);
    if (state.cloud && found !== undefined) {
      const problem = "the states are in HCP Terraform, where no role of AWS reads them";
      yield { path: "deploys", problem, expected: "no such key", found };
    }
  }),
  rule<z.infer<typeof account>>(["pipelines", "role_boundary"], function* ({ pipelines, role_boundary }) {
    if (pipelines && !role_boundary) {
      yield {
        path: "pipelines",
        problem: "the infrastructure role could make a role that may do everything",
        expected: "role_boundary = true at the top of the environment's file",
        found: "role_boundary = false",
      };
    }
  }),
];
