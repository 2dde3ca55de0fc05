import { cloudLooks } from "../../../operator/checklist/cloud";
import { StackView } from "../../../operator/preflight/look/stack-view";
import { caller, fakeAws, type Reply, refusal } from "../preflight/fake-cloud";
import { account, awsStack } from "../preflight/stacks";

const fake = fakeAws();

const stack = awsStack("aws-x", {
  aws_cloudwatch_metric_alarm: { errors: { alarm_name: "shop-errors" }, cpu: { alarm_name: "shop-cpu" } },
  aws_secretsmanager_secret: { key: { name: "/shop/key" } },
});

const member = ([name, state]: readonly [string, string]) =>
  `<member><AlarmName>${name}</AlarmName><StateValue>${state}</StateValue></member>`;
const alarms = (...states: readonly (readonly [string, string])[]): Reply => ({
  body: `<DescribeAlarmsResponse><DescribeAlarmsResult><MetricAlarms>${states.map(member).join("")}</MetricAlarms></DescribeAlarmsResult></DescribeAlarmsResponse>`,
});
const value = (stages: object): Reply => ({ body: { VersionIdsToStages: stages } });
const current = value({ one: ["AWSCURRENT"] });

async function looks(DescribeAlarms: Reply, DescribeSecret: Reply, GetCallerIdentity = caller(account)) {
  fake.answer({ GetCallerIdentity, DescribeAlarms, DescribeSecret });
  return cloudLooks(stack);
}

test("a secret with a value and quiet alarms are ticked; what is not so is named", async () => {
  const quiet = alarms(["shop-errors", "OK"], ["shop-cpu", "INSUFFICIENT_DATA"]);
  expect(await looks(quiet, current)).toEqual({
    alarms: { mark: "x", evidence: "none of 2" },
    secrets: { mark: "x", evidence: "all 1 have one" },
  });
  expect(await looks(alarms(["shop-errors", "ALARM"], ["shop-cpu", "OK"]), value({}))).toEqual({
    alarms: { mark: "!", evidence: "shop-errors: 1 of 2" },
    secrets: { mark: "!", evidence: "/shop/key: it has no value" },
  });
});

test("alarms that are not deployed, and a refusal, count as nothing", async () => {
  expect((await looks(alarms(["shop-errors", "OK"]), current)).alarms.evidence).toBe("1 of 2 are not deployed yet");
  const { alarms: refused } = await looks(refusal("AccessDenied"), current);
  expect(refused.mark).toBe(" ");
  const other = await looks(alarms(), current, caller("222222222222"));
  expect(other.secrets).toMatchObject({
    mark: " ",
    evidence: expect.stringContaining("expected the account 111111111111"),
  });
});

test("another cloud is not looked at, and that is said", async () => {
  const found = await cloudLooks(new StackView("gcp-x", "{}"));
  expect(found.alarms).toEqual({ mark: " ", evidence: "looked at on AWS only" });
});
