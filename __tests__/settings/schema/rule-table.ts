import type { Rule } from "../../../settings/rule";
import { type Platform, settingsSchema } from "../../../settings/schema";
import { testProject } from "../project";

/** Changes of the base, and the mistakes that they lead to, with `…` for any text; by what the rows have in common. */
export type RuleTable = Readonly<Record<string, readonly (readonly [change: string, ...found: string[]])[]>>;

/** Settings of one platform that are right, and what is wrong with them after a change, without file and line. */
export function ruleProject(platform: Platform, base: string) {
  /** The rules that found something in any of the tests. */
  const fired = new Set<Rule>();
  const { schema, rules } = settingsSchema.platforms[platform];
  const watched = rules.map((rule) => ({
    ...rule,
    check: (settings: unknown) => {
      const findings = rule.check(settings);
      if (findings.length > 0) fired.add(rule);
      return findings;
    },
  }));
  const project = testProject(
    { "environments/dev.tfvars": "", "systems/one/dev.tfvars": "", "base.tfvars": base, "change.tfvars": "" },
    { ...settingsSchema, platforms: { [platform]: { schema, rules: watched } } },
  );
  // In files of the operator, which may hold both what is of the environment and what is of the system.
  const more = { system: platform === "account" ? undefined : "one", ownFiles: ["base.tfvars", "change.tfvars"] };
  const mistakes = (change: string) => {
    project.write({ "change.tfvars": change });
    return project.mistakes(platform, "dev", [], more).map((line) => line.replace(/^\S+\.tfvars:\d+: /, ""));
  };
  const load = (change: string) => {
    project.write({ "change.tfvars": change });
    return project.load(platform, "dev", [], more);
  };
  return { mistakes, load, fired };
}

/** Matches a mistake that is written with `…` where its words do not matter. */
function matching(pattern: string) {
  const parts = pattern.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return expect.stringMatching(new RegExp(`^${parts.join(".*")}$`));
}

/** Tests each row, and that each of `rules` has one. */
export function testRules(platform: Platform, base: string, rules: readonly Rule[], table: RuleTable) {
  const { mistakes, fired } = ruleProject(platform, base);

  test("the base of these tests has no mistake", () => {
    expect(mistakes("")).toEqual([]);
  });

  describe.each(Object.entries(table))("%s", (_, rows) => {
    test.each(rows)("not with %s", (change, ...found) => {
      expect(mistakes(change)).toEqual(found.map(matching));
    });
  });

  test("every rule is tested here", () => {
    expect(rules.filter((rule) => !fired.has(rule))).toEqual([]);
  });
  return mistakes;
}
