import type * as z from "zod";
import type { Rule } from "../../rule";
import { rule } from "../rules";
import type { awsCache } from "./stores";

/** Redis OSS on ElastiCache ends with 7.1; what comes after it is Valkey. */
const versions = ["6.0", "6.2", "7.0", "7.1"];

/** Rules of ElastiCache. */
export const awsCacheRules: Rule[] = [
  rule<{ cache?: z.infer<typeof awsCache> }>(["cache"], function* ({ cache }) {
    if (cache && !versions.includes(cache.version)) {
      yield {
        path: "cache.version",
        expected: `one of ${versions.join(", ")} (ElastiCache for Redis)`,
        found: cache.version,
      };
    }
  }),
];
