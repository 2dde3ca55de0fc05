import { join } from "node:path";
import { HcpState } from "../hcp-state";
import { calls } from "../points";
import { releaseStory } from "../release-story";
import { image, stack } from "../stack-files";

/** Releases of a stack whose state is in HCP Terraform: runs in the service apply values and weights, and the log is in a bucket. */

const state = new HcpState();
const { stage, journey, step } = releaseStory(state);

const runs = () => state.hcp.remote.runs;
/** What the runs since then were to replace, those that were applied. */
const replacedSince = (begin: number) =>
  runs()
    .slice(begin)
    .filter(({ status }) => status === "applied")
    .flatMap(({ wanted }) => (wanted["replace-addrs"] ?? []) as string[]);

step("a good build reaches all users, by runs in the service", async () => {
  const begin = runs().length;
  await journey.release("1.1.0", "completed");
  await journey.agrees("completed");
  const kept = ["image", "live", "next_image", "next_percent"].map((name) => `terraform_data.${name}`);
  expect(replacedSince(begin)).toEqual(expect.arrayContaining(kept));
  expect(await stage.truth.values()).toMatchObject({ image: image("1.1.0"), live: "green", next_percent: 0 });
});

step("what was released stays released: by our deploy, and by Terraform alone", async () => {
  const before = await stage.truth.values();
  const begin = runs().length;
  await stage.done("deploy", stack, "--yes", "--no-preflight");
  const cwd = join(stage.copy.local, "stacks", stack);
  const plan = ["plan", "-input=false", "-no-color", "-detailed-exitcode"];
  const planned = await stage.copy.start("terraform", plan, { cwd }).ended;
  expect({ code: planned.code, out: planned.code === 0 ? "" : planned.out + planned.err }).toEqual({
    code: 0,
    out: "",
  });
  expect(runs().length).toBeGreaterThan(begin + 1);
  // The time for which the old side was to be kept was the simulator's, and is over: the deploy stops it.
  expect(replacedSince(begin)).toEqual(["terraform_data.next_minimum"]);
  expect(await stage.truth.values()).toEqual({ ...before, next_minimum: 0 });
  const alone = await stage.copy.start("terraform", [...plan, `-var=image=${image("1.1.1")}`], { cwd }).ended;
  expect(alone.code).toBe(1);
  expect(alone.out.replace(/[│\s]+/g, " ")).toContain(`image: the state keeps "${image("1.1.0")}"`);
});

step("a build that answers 7 % of the requests with errors at 25 % is taken back", async () => {
  const { said } = await journey.release("1.2.0-bad7-from25", "rolled_back", { steps: "25:5m,100" });
  expect(said).toMatch(/probes: \d of 10 failed.*more than 5 % in two samples/);
  await journey.agrees("rolled_back");
});

step("a rollback gives users the build before", async () => {
  journey.ended(await journey.run("rollback", { reason: "a test" }), "completed", image("1.0.0"));
  await journey.agrees("completed");
});

step(
  "the operator ends while a run sets the weight, which goes on in the service: the next command goes back",
  async () => {
    const at = calls.terraform("ModifyRule");
    const name = "operator and its Terraform end in mid-run";
    await journey.killed("1.3.0", { name, at, when: "after", kills: ["operator", "terraform"] });
    const { code, said } = await journey.run("release", { abort: true });
    expect({ code, said: code === 0 ? "" : said }).toEqual({ code: 0, said: "" });
    await journey.agrees("rolled_back");
  },
);
