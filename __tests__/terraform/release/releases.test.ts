import { releaseStory } from "./release-story";
import { image, stack } from "./stack-files";

/**
 * Releases of a small stack on moto by real Terraform, with users who are simulated. Those that are taken back are in a file of their own, so
 * that both run side by side; `npm run test:release` tries the rest.
 */

const { stage, journey, step } = releaseStory();

step("a good build reaches all users", async () => {
  await journey.release("1.1.0", "completed");
  await journey.agrees("completed");
});

step("a rollback gives them the build before, which still runs", async () => {
  const outcome = await journey.run("rollback", { reason: "the logo is wrong" });
  journey.ended(outcome, "completed", image("1.0.0"));
  expect(outcome.said).toContain("which still runs: one change");
  await journey.agrees("completed", true);
});

step("a build that never starts reaches no user", async () => {
  const { said } = await journey.release("1.2.0-never-starts", "failed");
  expect(said).toMatch(/1\.2\.0-never-starts does not start[\s\S]*CannotPullContainerError/);
  expect(stage.traffic.met.has(image("1.2.0-never-starts"))).toBe(false);
  await journey.agrees("failed");
});

step("a deploy whose tasks never start says why and fails, and the state keeps what runs", async () => {
  const given = `image=${image("1.1.1-never-starts")}`;
  const running = stage.copy.startCli("deploy", stack, "--yes", "--var", given);
  const { code, out, err } = await stage.traffic.passWhile(running.ended);
  expect({ code, said: `${out}\n${err}` }).toEqual({
    code: 1,
    said: expect.stringMatching(
      /the rollout failed[\s\S]*ECS has rolled back to \S+:1\.0\.0, expected \S+-never-starts[\s\S]*CannotPullContainerError[\s\S]*the state has image = \S+:1\.0\.0 again/,
    ),
  });
});
