import { watchSchedules } from "../../../../../modules/aws/monitoring/watch/watch-dead-letters";
import { alarms, functionAlerts, makeMonitoring } from "../monitoring-fixture";

const make = (alert = functionAlerts.deadLetters) =>
  alarms(makeMonitoring([watchSchedules({ poller: { deadLetterQueueName: "poller-dead" } }, alert)]));

test("a schedule that could not start its work is an alarm of the given severity", () => {
  const { "poller-schedule-dead-letters": alarm, ...others } = make();
  expect(others).toEqual({});
  expect(alarm).toMatchObject({ comparison_operator: "GreaterThanThreshold", treat_missing_data: "notBreaching" });
  expect(alarm.alarm_actions).toEqual([expect.stringContaining("critical")]);
  expect(JSON.stringify(alarm)).toContain('"QueueName":"poller-dead"');
});

test("there is none where the settings switch it off", () => {
  expect(make({ ...functionAlerts.deadLetters, enabled: false })).toEqual({});
});
