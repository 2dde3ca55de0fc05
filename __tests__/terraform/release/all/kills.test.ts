import { allPoints, finishPoints } from "../points";
import { releaseStory } from "../release-story";
import { image } from "../stack-files";

/** SIGKILL of the operator, of Terraform, or of both, wherever a release changes something: the next command ends it. */

const { stage, journey, step } = releaseStory();

for (const [index, point] of allPoints.entries()) {
  step(`${point.name}: the next command takes the release back`, async () => {
    await journey.killed(`1.1.${index}`, point);
    await journey.unlock();
    const { code, said } = await journey.run("release", { abort: true });
    expect({ code, said: code === 0 ? "" : said }).toEqual({ code: 0, said: "" });
    const status = (await stage.truth.final())?.summary.status;
    expect(["aborted", "failed", "rolled_back"]).toContain(status);
    if (status) await journey.agrees(status, true);
  });
}

for (const [index, point] of finishPoints.entries()) {
  step(`${point.name}: the next command completes the release`, async () => {
    await journey.killed(`1.2.${index}`, point);
    await journey.unlock();
    const outcome = await journey.run("release", { resume: true });
    journey.ended(outcome, "completed", image(`1.2.${index}`));
    await journey.agrees("completed", index < finishPoints.length - 1);
  });
}
