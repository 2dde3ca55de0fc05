import type * as z from "zod";
import type { deploy } from "../deploy";
import { rule } from "../rules";
import type { SharedSettings } from "../shared";

interface Settings extends Pick<SharedSettings, "state"> {
  readonly deploy?: z.infer<typeof deploy>;
}

/** A role that releases reads and writes the state in a bucket. */
export const deployRule = rule<Settings>(["deploy", "state"], function* ({ deploy, state }) {
  if (deploy && state.cloud) {
    yield {
      path: "deploy",
      expected: "state in a bucket: HCP Terraform's runs use a role of their own",
      found: "state.cloud",
    };
  }
});
