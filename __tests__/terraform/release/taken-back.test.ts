import { fewPoints } from "./points";
import { releaseStory } from "./release-story";
import { image } from "./stack-files";

/** Releases that are taken back from users, and those whose processes were killed. */

const { stage, journey, step } = releaseStory();

step("a build that answers 7 % of the requests with errors at 25 % is taken back", async () => {
  const tag = "1.2.0-bad7-from25";
  const { said } = await journey.release(tag, "rolled_back", { steps: "25:5m,100" });
  // The judge's bar is 99 of 100 within two steps: here the second one is the watch.
  expect(said).toMatch(/in (the step of 25 %|the watch); probes: \d of 10 failed.*more than 5 % in two samples/);
  expect(stage.traffic.met.get(image(tag))?.errors).toBeGreaterThan(0);
  await journey.agrees("rolled_back", true);
});

for (const [index, point] of fewPoints.entries()) {
  step(`${point.name}: the next command takes the release back`, async () => {
    await journey.killed(`1.3.${index}`, point);
    await journey.unlock();
    const { code, said } = await journey.run("release", { abort: true });
    expect({ code, said: code === 0 ? "" : said }).toEqual({ code: 0, said: "" });
    await journey.agrees("rolled_back", index < fewPoints.length - 1);
  });
}
