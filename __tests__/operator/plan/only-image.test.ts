import { planStacks } from "../../../operator/operations/plan-stacks";
import type { ProgressEvent } from "../../../operator/progress/progress";
import { silent } from "../../../operator/progress/progress";
import { FakeTerraform, planned } from "../operations/fake-terraform";

let fake: FakeTerraform;
beforeEach(() => {
  fake = new FakeTerraform();
  fake.stack("gcp-x", { variable: { image: { default: "app:1" } } });
});
afterEach(() => fake.remove());

/** Plans a new image; each plan of Terraform in turn makes these addresses. */
async function plan(onlyImage: boolean, ...made: string[][]) {
  const { source, root, env } = fake;
  const handed: string[] = [];
  let plans = 0;
  const report = ({ type, ...event }: ProgressEvent) => {
    if (type !== "step" || !("step" in event) || event.step !== "plan") return;
    const addresses = made[plans++] ?? [];
    const out = addresses.map((address) => planned(address, "create"));
    fake.reacts({ plan: { exit: out.length > 0 ? 2 : 0, out } });
  };
  const [result] = await planStacks(["gcp-x"], {
    ...{ source, root, env: () => env, progress: { ...silent, report } },
    ...{ refresh: false, vars: { image: "app:2" }, onlyImage },
    handOver: async (_, { id }) => void handed.push(id),
  });
  const given = fake.calls().filter((call) => call.startsWith("plan "));
  return { ...result, handed, given: given.map((call) => call.includes("-var=image=app:2")) };
}

test("a plan of the image alone is made after one without it, which is empty", async () => {
  const { plan: found, handed, given } = await plan(true, [], ["a.service"]);
  expect(found?.changes.map(({ address }) => address)).toEqual(["a.service"]);
  expect({ handed, given }).toEqual({ handed: ["gcp-x"], given: [false, true] });
});

test("what would change without the image is named, and no plan is handed over", async () => {
  const { status, error, handed } = await plan(true, ["a.alarm", "a.queue"], ["a.alarm", "a.queue", "a.service"]);
  expect({ status, error, handed }).toEqual({
    status: "failed",
    error:
      "gcp-x: --only-image expects that nothing but the image changes, found that without it a deploy would also create a.alarm, create a.queue. " +
      "Plan at the commit that was applied last, or deploy these first. Nothing was changed",
    handed: [],
  });
});

test("ten are named, and how many there are more", async () => {
  const many = Array.from({ length: 12 }, (_, index) => `a.r${index}`);
  expect((await plan(true, many)).error).toMatch(/(create a\.r\d+, ){10}2 more\. Plan at/);
});

test("without the option all of it is planned at once", async () => {
  const { handed, given } = await plan(false, ["a.alarm"]);
  expect({ handed, given }).toEqual({ handed: ["gcp-x"], given: [true] });
});
