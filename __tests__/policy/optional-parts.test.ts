import { type Platform, settingsSchema } from "../../settings/schema";
import { oneApplication } from "../stacks/one-application";
import { textsOf } from "../stacks/texts-of-settings";
import { findingsOf } from "./findings";

/** Policies about the order of resources and about what looks after them, for parts that no example has: all settings with a text are set. */

const rules = ["backups", "copies", "dead_letters", "literal_names", "made_elsewhere"];

const { build } = oneApplication();

test.each(Object.keys(settingsSchema.platforms) as Platform[])("the optional parts of %s too", async (platform) => {
  const { text, mistakes } = await build(platform, textsOf(platform));
  expect(mistakes).toEqual([]);
  const findings = findingsOf(JSON.parse(text), { isProtected: false });
  expect(findings.filter(({ rule }) => rules.includes(rule))).toEqual([]);
});
