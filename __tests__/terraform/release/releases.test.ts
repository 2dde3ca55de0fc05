import { story } from "../support/story";
import { Journey } from "./journey";
import { fewPoints } from "./points";
import { image, stack } from "./stack-files";
import { Stage } from "./stage";

/** Releases of a small stack on moto by real Terraform, with users who are simulated. `npm run test:release` tries the rest. */

const stage = new Stage();
const journey = new Journey(stage);
const step = story();

beforeAll(() => stage.open(), 900_000);
afterAll(() => stage.close());

step("a good build reaches all users", async () => {
  await journey.release("1.1.0", "completed");
  await journey.agrees("completed");
});

step("a rollback gives them the build before, which still runs", async () => {
  const outcome = await journey.run("rollback", { reason: "the logo is wrong" });
  journey.ended(outcome, "completed", image("1.0.0"));
  expect(outcome.said).toContain("which still runs: one change");
  await journey.agrees("completed");
});

step("a build that never starts reaches no user", async () => {
  const { said } = await journey.release("1.2.0-never-starts", "failed");
  expect(said).toMatch(/1\.2\.0-never-starts does not start[\s\S]*CannotPullContainerError/);
  expect(stage.traffic.met.has(image("1.2.0-never-starts"))).toBe(false);
  await journey.agrees("failed");
});

step("a build that answers 7 % of the requests with errors at 25 % is taken back", async () => {
  const tag = "1.2.0-bad7-from25";
  const { said } = await journey.release(tag, "rolled_back", { steps: "25:5m,100" });
  // The judge's bar is 99 of 100 within two steps: here the second one is the watch.
  expect(said).toMatch(/in (the step of 25 %|the watch); probes: \d of 10 failed.*more than 5 % in two samples/);
  expect(stage.traffic.met.get(image(tag))?.errors).toBeGreaterThan(0);
  await journey.agrees("rolled_back");
});

for (const [index, point] of fewPoints.entries()) {
  step(`${point.name}: the next command takes the release back`, async () => {
    await journey.killed(`1.3.${index}`, point);
    await journey.unlock();
    const { code, said } = await journey.run("release", { abort: true });
    expect({ code, said: code === 0 ? "" : said }).toEqual({ code: 0, said: "" });
    await journey.agrees("rolled_back");
  });
}

step("a deploy whose tasks never start says why and fails, and the state keeps what runs", async () => {
  const { code, out, err } = await stage.copy.cli(
    "deploy",
    stack,
    "--yes",
    "--var",
    `image=${image("1.1.1-never-starts")}`,
  );
  expect({ code, said: `${out}\n${err}` }).toEqual({
    code: 1,
    said: expect.stringMatching(
      /the rollout failed[\s\S]*ECS has rolled back to \S+:1\.0\.0, expected \S+-never-starts[\s\S]*CannotPullContainerError[\s\S]*the state has image = \S+:1\.0\.0 again/,
    ),
  });
});
