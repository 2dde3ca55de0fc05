import { minimatch } from "minimatch";
import { resources, synthesizeAll } from "../stacks/synthesized";
import { readExceptions, readShares } from "../terraform/support/security-exceptions";
import { plannedStacks } from "../terraform/support/security-plans";

/** The table of failing checks in docs/security.md, as far as it can be checked without checkov. */

const exceptions = readExceptions();

test("docs/security.md has one row for each check, all of which are read", () => {
  const checks = exceptions.map(({ check }) => check);
  expect(checks.length).toBeGreaterThan(20);
  expect(new Set(checks).size).toBe(checks.length);
});

test("docs/security.md names known stacks, and the test that shows checkov to be wrong", () => {
  const ids = plannedStacks("prod").map(({ id }) => id);
  expect(exceptions.flatMap(({ stacks }) => stacks).filter((stack) => !ids.includes(stack))).toEqual([]);
  const shown = /`__tests__\/\S+\.test\.ts`/;
  expect(exceptions.filter(({ isFalse, reason }) => isFalse && !shown.test(reason))).toEqual([]);
});

test("docs/security.md has a share for each stack that is planned, and each is what its figures give", () => {
  const shares = readShares();
  const ids = plannedStacks("prod").map(({ id }) => id);
  expect(shares.map(({ stack }) => stack).sort()).toEqual([...ids].sort());
  for (const { checks, passed, percent } of shares) expect(percent).toBe(Number(((100 * passed) / checks).toFixed(1)));
});

test("each stack and each resource of a row in docs/security.md belong together", async () => {
  const all = await synthesizeAll();
  const strangers = exceptions.flatMap(({ check, stacks, addresses }) => {
    const found = stacks.map((stack) => {
      const made = all.get(stack);
      return made ? resources(made).map(({ address }) => address) : [];
    });
    const without = stacks.filter((_, index) => !found[index]?.some((address) => matches(address, addresses)));
    const unknown = addresses.filter((pattern) => !found.flat().some((address) => matches(address, [pattern])));
    return [...without, ...unknown].map((what) => `${check}: ${what}`);
  });
  expect(strangers).toEqual([]);
});

function matches(address: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => minimatch(address, pattern));
}
