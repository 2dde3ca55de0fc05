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
];
