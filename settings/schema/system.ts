import * as z from "zod";

/** Lower-case letters, digits and single hyphens; a letter first, a letter or digit last. */
const plainName = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const nameOf = (least: number, most: number) =>
  z
    .string()
    .min(least)
    .max(most)
    .regex(plainName, { error: "lower-case letters, digits and single hyphens, with a letter first" });

/** The name of a system, and the first part of physical names. */
export const systemName = nameOf(2, 24);

/** The name of an environment, which is the name of its file. */
export const nameOfEnvironment = nameOf(2, 20);

/** What each stack of a system has. `system` is the name of its folder; the other two stand in the platform's block of the system's base. */
export const system = {
  system: systemName.describe("Name of the system, which is the name of its folder."),
  name: systemName.describe(
    "First part of every physical name; only in the system's base. Default: the system's name. Cannot be changed after the first deploy.",
  ),
  stack: nameOf(1, 40)
    .optional()
    .describe(
      "First part of the stack's id, which is the key of its state; only in the system's base. Default: <system>-<platform>. Cannot be changed after the first deploy.",
    ),
};
