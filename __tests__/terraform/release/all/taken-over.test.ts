import { join } from "node:path";
import { story } from "../../support/story";
import { image, stack } from "../stack-files";
import { Stage } from "../stage";

/**
 * A state of before 2026-11-30, when `green_image` and `green_percent` were variables: nothing kept what runs. The first deploy gets it, as
 * docs/upgrading.md says, and makes nothing but what keeps it.
 */

const stage = new Stage();
const step = story();
const vars = (values: Readonly<Record<string, string | number>>) =>
  Object.entries(values).flatMap(([name, value]) => ["--var", `${name}=${value}`]);
const deploy = (values: Readonly<Record<string, string | number>>) =>
  stage.done("deploy", stack, "--yes", "--no-preflight", ...vars(values));

beforeAll(() => stage.open(), 900_000);
afterAll(() => stage.close());

/** Takes the values out of the state, and gives them to a deploy. */
async function takenOver(values: Readonly<Record<string, string | number>>): Promise<void> {
  const kept = Object.keys(await stage.truth.values()).map((name) => `terraform_data.${name}`);
  const cwd = join(stage.copy.local, "stacks", stack);
  const removed = await stage.copy.start("terraform", ["state", "rm", ...kept], { cwd }).ended;
  expect({ code: removed.code, err: removed.code === 0 ? "" : removed.err }).toEqual({ code: 0, err: "" });
  const { out } = await stage.copy.cli("plan", stack, "--json", ...vars(values));
  const [{ plan }] = (JSON.parse(out) as { stacks: [{ plan: { changes: { address: string; action: string }[] } }] })
    .stacks;
  expect(plan.changes.map(({ address, action }) => `${action} ${address}`).sort()).toEqual(
    kept.map((address) => `create ${address}`).sort(),
  );
  const before = await stage.truth.users();
  await deploy(values);
  expect(await stage.truth.users()).toEqual(before);
  expect(await stage.truth.values()).toMatchObject(values);
  // Without the variables nothing is to be changed, and nothing given back to the settings.
  await stage.done("plan", stack);
}

step("green had a tenth of the requests: it keeps them", async () => {
  const values = { image: image("1.0.0"), next_image: image("1.1.0"), next_percent: 10, next_minimum: 2 };
  await deploy(values);
  const [rest, tenth] = [
    { image: image("1.0.0"), percent: 90 },
    { image: image("1.1.0"), percent: 10 },
  ];
  expect(await stage.truth.users()).toEqual([rest, tenth]);
  await takenOver(values);
  expect(await stage.truth.users()).toEqual([rest, tenth]);
});

step("green is what clients reach: it is the live side", async () => {
  const values = { live: "green", image: image("1.1.0"), next_image: image("1.0.0"), next_percent: 0 };
  const sizes = { live_minimum: 2, next_minimum: 0 };
  await deploy({ ...values, ...sizes });
  expect(await stage.truth.users()).toEqual([{ image: image("1.1.0"), percent: 100 }]);
  await takenOver({ ...values, ...sizes });
  expect(await stage.truth.users()).toEqual([{ image: image("1.1.0"), percent: 100 }]);
});
