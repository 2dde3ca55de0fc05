import { type CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import type { Figures } from "../judge/figures";
import { type Measure, together } from "./figures";

const minute = 60_000;
/** How old a minute is before its figures count as whole: the parts of a service send theirs one after the other. */
const gatheredMs = minute;

/** The figures of a window of which nothing has arrived: no requests, and not those of later minutes. */
export const noneArrived = (from: number): Figures => ({ newSide: together([]), liveSide: together([]), to: from });

/**
 * Until when figures have arrived in a window (ms), as the end of a whole minute: those of CloudWatch come one to three minutes late. The last
 * minute says it in which one of these measures has a value; the window's begin where none has.
 */
export async function arrivedUntil(
  cloudwatch: CloudWatchClient,
  measures: readonly Measure[],
  from: number,
  until: number,
  now: number,
): Promise<number> {
  const end = Math.min(until, Math.floor((now - gatheredMs) / minute) * minute);
  if (end <= from || measures.length === 0) return from;
  const queries = measures.map(({ namespace, metric, stat, dimensions }, index) => {
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    const Metric = { Namespace: namespace, MetricName: metric, Dimensions };
    return { Id: `a${index}`, MetricStat: { Metric, Period: minute / 1000, Stat: stat } };
  });
  const { MetricDataResults = [] } = await cloudwatch.send(
    new GetMetricDataCommand({ StartTime: new Date(from), EndTime: new Date(end), MetricDataQueries: queries }),
  );
  const begun = MetricDataResults.flatMap(({ Timestamps = [] }) => Timestamps.map((at) => at.getTime()));
  return Math.min(end, Math.max(from, ...begun.map((at) => at + minute)));
}
