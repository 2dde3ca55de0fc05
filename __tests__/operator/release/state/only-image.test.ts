import { planStacks } from "../../../../operator/operations/plan-stacks";
import { type ProgressEvent, silent } from "../../../../operator/progress/progress";
import { FakeTerraform, planned } from "../../operations/fake-terraform";

let fake: FakeTerraform;
beforeEach(() => {
  fake = new FakeTerraform();
  fake.stack("gcp-x", { variable: { image: { default: "app:1" } } });
});
afterEach(() => fake.remove());

/** Plans a new image; each plan of Terraform in turn has these changes, such as `update a.service`. */
async function plan(onlyImage: boolean, changes: readonly string[][], states: readonly object[] = []) {
  const { source, root, env } = fake;
  const handed: string[] = [];
  let plans = 0;
  const report = ({ type, ...event }: ProgressEvent) => {
    if (type !== "step" || !("step" in event) || event.step !== "plan") return;
    const out = (changes[plans++] ?? []).map((change) => {
      const [action = "", address = ""] = change.split(" ");
      return planned(address, action);
    });
    fake.reacts({ plan: { exit: out.length > 0 ? 2 : 0, out }, show: { out: [{ resource_changes: states }] } });
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
  const { plan: found, handed, given } = await plan(true, [[], ["create a.service"]]);
  expect(found?.changes.map(({ address }) => address)).toEqual(["a.service"]);
  expect({ handed, given }).toEqual({ handed: ["gcp-x"], given: [false, true] });
});

test("what would change without the image is named, and no plan is handed over", async () => {
  const { status, error, handed } = await plan(true, [["create a.alarm", "create a.queue"]]);
  expect({ status, error, handed }).toEqual({
    status: "failed",
    error:
      "gcp-x: --only-image expects that nothing but the image changes, found that without it a deploy would also create a.alarm, create a.queue. " +
      "Plan at the commit that was applied last, or deploy these first. Nothing was changed",
    handed: [],
  });
});

describe("after a deploy that ended half way the image is in the state, and what needs it is not as it should be", () => {
  const image = "${terraform_data.image.input}";
  const configuration = {
    variable: { image: {} },
    resource: {
      terraform_data: { image: { input: image, triggers_replace: ["app:1"] } },
      cloud: { service: { image }, alarm: { of: "${cloud.service.id}" }, queue: {} },
    },
  };
  const states = [
    {
      address: "terraform_data.image",
      change: { actions: ["no-op"], before: { input: "app:2" }, after: { input: "app:2" } },
    },
    {
      address: "cloud.service",
      change: { actions: ["update"], before: { image: "app:1", cpu: 1 }, after: { image: "app:2", cpu: 1 } },
    },
  ];
  const edited = { actions: ["update"], before: { image: "app:2", cpu: 1 }, after: { image: "app:2", cpu: 2 } };

  test.each<[what: string, address: string, action: string, states: object[], refused: boolean]>([
    ["gets the image", "cloud.service", "update", states, false],
    ["is made again", "cloud.service", "replace", states, false],
    ["is not there, as what needs it", "cloud.alarm", "create", [], false],
    ["has another edit alone", "cloud.service", "update", [{ address: "cloud.service", change: edited }], true],
    ["needs no image", "cloud.queue", "create", [], true],
    ["is no longer in the settings", "cloud.gone", "delete", [], true],
    ["is the kept image, whose setting was edited", "terraform_data.image", "replace", states, true],
  ])("what %s: refused %s", async (_, address, action, changes, refused) => {
    fake.stack("gcp-x", configuration);
    const { error } = await plan(true, [[`${action} ${address}`], ["update cloud.service"]], changes);
    expect(error).toEqual(refused ? expect.stringContaining(`would also ${action} ${address}. `) : undefined);
  });
});

test("ten are named, and how many there are more", async () => {
  const many = Array.from({ length: 12 }, (_, index) => `create a.r${index}`);
  expect((await plan(true, [many])).error).toMatch(/(create a\.r\d+, ){10}2 more\. Plan at/);
});

test("without the option all of it is planned at once", async () => {
  const { handed, given } = await plan(false, [["create a.alarm"]]);
  expect({ handed, given }).toEqual({ handed: ["gcp-x"], given: [true] });
});
