import * as z from "zod";
import { systemName } from "./names";
import { pipelineKeys } from "./pipeline";

/** What each stack of a system has. `system` is the name of its folder; all others stand in the system's base: name and stack in the platform's block, the pipeline at the top. */
export const system = {
  system: systemName.describe("Name of the system, which is the name of its folder."),
  name: systemName.describe(
    "First part of every physical name; only in the system's base. Default: the system's name. Cannot be changed after the first deploy.",
  ),
  stack: z
    .string()
    .max(40)
    .regex(/^[a-z](-?[a-z0-9])*$/, { error: "up to 40 lower-case letters, digits and single hyphens, a letter first" })
    .optional()
    .describe(
      "First part of the stack's id, which is the key of its state; only in the system's base. Default: <system>-<platform>. Cannot be changed after the first deploy.",
    ),
  ...pipelineKeys,
};
