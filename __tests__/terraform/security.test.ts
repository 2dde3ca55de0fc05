import { minimatch } from "minimatch";
import { checkPlan, type FailedCheck, installCheckov, type Report } from "./support/security-checkov";
import { type Exception, readExceptions } from "./support/security-exceptions";
import { plannedStacks, withPlans } from "./support/security-plans";

/** checkov on what production would be made of: Terraform's plan for an empty account. */

const ids = plannedStacks("prod").map(({ id }) => id);
const leastShare = 0.98;

const unavailable = installCheckov();
// Jest prints no name of a file whose tests are all skipped.
if (unavailable) process.stderr.write(`checkov skipped: ${unavailable}\n`);
const suite = unavailable ? describe.skip : describe;

suite(unavailable ? `checkov skipped: ${unavailable}` : "checkov", () => {
  const reports = new Map<string, Report>();
  const exceptions = readExceptions();

  beforeAll(async () => {
    await withPlans("prod", async (id, planFile) => {
      reports.set(id, await checkPlan(planFile));
    });
  }, 600_000);

  describe.each(ids)("%s", (id) => {
    const report = () => reports.get(id) as Report;

    test("passes 98 % of the checks or more", () => {
      const { passed, failed } = report();
      // Fewer would mean that checkov did not read the plan.
      expect(passed).toBeGreaterThan(100);
      expect(passed / (passed + failed.length)).toBeGreaterThanOrEqual(leastShare);
    });

    test("fails no check without a reason in docs/security.md", () => {
      const unexplained = report().failed.filter(
        (found) => !exceptions.some((exception) => covers(exception, id, found)),
      );
      expect(unexplained).toEqual([]);
    });
  });

  test("docs/security.md lists no check that passes by now", () => {
    const found = [...reports].flatMap(([id, { failed }]) => failed.map((check) => ({ id, check })));
    const stale = exceptions.filter((exception) => !found.some(({ id, check }) => covers(exception, id, check)));
    expect(stale).toEqual([]);
  });
});

function covers({ stack, check, addresses }: Exception, id: string, found: FailedCheck): boolean {
  return stack === id && check === found.id && minimatch(found.address, addresses);
}
