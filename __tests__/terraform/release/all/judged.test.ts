import { CloudWatchClient, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { setRuleWeight } from "../../../../operator/release/aws/weights";
import { refuseAll } from "../credentials";
import { outcomeOf } from "../outcome";
import { releaseStory } from "../release-story";
import { SecondMachine } from "../second-machine";
import { image } from "../stack-files";

/** Every end of a release that its users, its judge or a person decide. */

const { stage, journey, step } = releaseStory();

/** Begins a release, and acts as soon as a sample was taken at 25 %. */
async function at25(tag: string, act: (kill: (signal: NodeJS.Signals) => void) => unknown, steps = "25:5m,100") {
  const running = stage.start("release", { image: image(tag), steps });
  await running.said(/ 25 %: waiting/);
  await act((signal) => running.child.kill(signal));
  return outcomeOf(running);
}

step("success, with the steps and the times of the documents", async () => {
  const began = stage.traffic.now;
  await journey.release("1.1.0", "completed", { steps: undefined });
  expect((stage.traffic.now - began) / 60_000).toBeGreaterThan(45);
  await journey.agrees("completed");
});

step("a build that never starts reaches no user", async () => {
  await journey.release("1.2.0-never-starts", "failed");
  expect(stage.traffic.met.has(image("1.2.0-never-starts"))).toBe(false);
  await journey.agrees("failed");
});

step("7 % errors at 25 %: back at 0", async () => {
  await journey.release("1.2.1-bad7-from25", "rolled_back", { steps: "10:1m,25:5m,100" });
  await journey.agrees("rolled_back");
});

step("slow at 50 %: back at 0", async () => {
  const { said } = await journey.release("1.2.2-late-from50", "rolled_back", { steps: "25:1m,50:5m,100" });
  expect(said).toMatch(/in the step of 50 %.*3 issues in 300 s/);
  await journey.agrees("rolled_back");
});

step("an alarm that is raised takes the release back", async () => {
  const cloudwatch = new CloudWatchClient(stage.config);
  const [AlarmName = ""] = stage.target.alarms;
  const set = (StateValue: "ALARM" | "OK") =>
    cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "a test" }));
  const outcome = await at25("1.2.3", () => set("ALARM"));
  await set("OK");
  journey.ended(outcome, "rolled_back", "");
  expect(outcome.said).toContain(AlarmName);
  await journey.agrees("rolled_back");
});

step("silence prolongs the step once, and then takes the release back", async () => {
  stage.traffic.perMinute = 4;
  const { said } = await journey.release("1.2.4", "rolled_back");
  stage.traffic.perMinute = 600;
  expect(said).toMatch(/requests, at least 100 are needed/);
  await journey.agrees("rolled_back");
});

step("Ctrl-C takes the release back", async () => {
  const outcome = await at25("1.2.5", (kill) => kill("SIGINT"));
  expect(outcome.result.status).toBe("rolled_back");
  expect(outcome.said).toContain("stopped by Ctrl-C or a signal");
  await journey.agrees("rolled_back");
});

step("a weight that a person sets in the console ends the release, which puts it right", async () => {
  const [rules, group] = stage.side("green");
  const balancers = new ElasticLoadBalancingV2Client(stage.config);
  const outcome = await at25("1.2.6", () => setRuleWeight(balancers, rules, group, 60));
  journey.ended(outcome, "rolled_back", "");
  expect(outcome.said).toMatch(/the new side has \d+ %, not 25 %: it was set outside of this release/);
  await journey.agrees("rolled_back");
});

step("a migration that fails ends the release before the new side starts", async () => {
  const { said } = await journey.release("1.2.7-crashes", "failed", { migrate: "migrate" });
  expect(said).toMatch(/exit code 1/);
  expect(stage.traffic.met.has(image("1.2.7-crashes"))).toBe(false);
  await journey.agrees("failed");
});

step("a second release at once is refused, and says whose the first one is", async () => {
  const other = new SecondMachine(stage);
  let second = { code: null as number | null, said: "" };
  const outcome = await at25("1.3.0", async () => {
    second = await outcomeOf(other.start("release", { image: image("1.3.1") }));
  });
  other.remove();
  expect({ code: second.code, said: second.said }).toEqual({
    code: 1,
    said: expect.stringMatching(/is run by \S+@\S+/),
  });
  journey.ended(outcome, "completed", image("1.3.0"));
  await journey.agrees("completed");
});

step("a rollback to a release before the last starts its build first", async () => {
  const { result } = await journey.release("1.4.0", "completed");
  await journey.release("1.4.1", "completed");
  await journey.release("1.4.2", "completed");
  const outcome = await journey.run("rollback", { to: result.id });
  journey.ended(outcome, "completed", image("1.4.0"));
  expect(outcome.said).toContain("which is started first");
  await journey.agrees("completed");
});

step("a lock that another holds: users are back at once, and the state when it is free", async () => {
  const Info = { ID: "1", Operation: "OperationTypeApply", Who: "ann@elsewhere", Created: new Date().toISOString() };
  const { TableName, Key } = stage.truth.lockItem;
  const Item = { ...Key, Info: { S: JSON.stringify(Info) } };
  const outcome = await at25("1.5.0", () =>
    new DynamoDBClient(stage.config).send(new PutItemCommand({ TableName, Item })),
  );
  expect(outcome.code).toBe(1);
  expect(outcome.said).toContain("by the API instead");
  expect(await stage.truth.users()).toEqual([{ image: journey.live, percent: 100 }]);
  await stage.truth.release();
  expect((await journey.run("release", { abort: true })).code).toBe(0);
  await journey.agrees("rolled_back");
});

step("credentials that end in mid-shift: the one call is said, and later a command goes back", async () => {
  const outcome = await at25("1.6.0", () => refuseAll(stage.proxy));
  stage.leaveCallsAlone();
  expect(outcome.code).toBe(1);
  expect(outcome.result.manual).toMatch(/^aws elbv2 modify-rule .*"Weight":100/);
  expect((await journey.run("release", { abort: true })).code).toBe(0);
  await journey.agrees("rolled_back");
});
