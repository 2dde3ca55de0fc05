import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import type { SideFigures } from "../judge/figures";

/** A statistic of one metric. */
export interface Measure {
  readonly namespace: string;
  readonly metric: string;
  readonly stat: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** The longest period that fits between two times, in whole minutes: CloudWatch keeps nothing finer for the services' own metrics. */
function minutes(from: number, until: number): { StartTime: Date; EndTime: Date; Period: number } {
  const start = Math.floor(from / 60_000);
  const end = Math.max(start + 1, Math.ceil(until / 60_000));
  return { StartTime: new Date(start * 60_000), EndTime: new Date(end * 60_000), Period: (end - start) * 60 };
}

/** One value of each measure over the whole window; without data undefined. */
export async function measured<Name extends string>(
  cloudwatch: CloudWatchClient,
  measures: Readonly<Record<Name, Measure>>,
  from: number,
  until: number,
): Promise<Record<Name, number | undefined>> {
  const { Period, ...window } = minutes(from, until);
  const names = Object.keys(measures) as Name[];
  const queries = names.map((name, index): MetricDataQuery => {
    const { namespace, metric, stat, dimensions } = measures[name];
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    return {
      Id: `m${index}`,
      MetricStat: { Metric: { Namespace: namespace, MetricName: metric, Dimensions }, Period, Stat: stat },
    };
  });
  const { MetricDataResults = [] } = await cloudwatch.send(
    new GetMetricDataCommand({ ...window, MetricDataQueries: queries, ScanBy: "TimestampAscending" }),
  );
  const resultOf = (index: number) => MetricDataResults.find(({ Id }) => Id === `m${index}`)?.Values ?? [];
  // A period that does not begin at a multiple of itself may come back in two parts.
  const whole = (values: readonly number[], stat: string) =>
    values.length === 0 ? undefined : stat === "Sum" ? values.reduce((a, b) => a + b, 0) : Math.max(...values);
  return Object.fromEntries(names.map((name, index) => [name, whole(resultOf(index), measures[name].stat)])) as Record<
    Name,
    number | undefined
  >;
}

/** One side of a service behind a load balancer. */
export interface BalancedSide {
  readonly loadBalancer: string;
  readonly targetGroup: string;
  readonly cluster: string;
  readonly service: string;
}

/** A measure of a target group. */
export function balancedMeasure({ targetGroup, loadBalancer }: BalancedSide, metric: string, stat: string): Measure {
  const dimensions = { TargetGroup: targetGroup, LoadBalancer: loadBalancer };
  return { namespace: "AWS/ApplicationELB", metric, stat, dimensions };
}

/** What a load balancer says of one target group. Errors are answers of 5xx and broken connections. */
export async function targetGroupFigures(
  cloudwatch: CloudWatchClient,
  place: BalancedSide,
  from: number,
  until: number,
): Promise<SideFigures> {
  const balancer = (metric: string, stat: string) => balancedMeasure(place, metric, stat);
  const found = await measured(
    cloudwatch,
    {
      requests: balancer("RequestCount", "Sum"),
      failed: balancer("HTTPCode_Target_5XX_Count", "Sum"),
      broken: balancer("TargetConnectionErrorCount", "Sum"),
      seconds: balancer("TargetResponseTime", "p95"),
      cpu: {
        namespace: "AWS/ECS",
        metric: "CPUUtilization",
        stat: "Average",
        dimensions: { ClusterName: place.cluster, ServiceName: place.service },
      },
    },
    from,
    until,
  );
  const { requests = 0, failed = 0, broken = 0, seconds, cpu } = found;
  return {
    requests,
    errors: failed + broken,
    ...(seconds !== undefined && { p95: seconds * 1000 }),
    ...(cpu !== undefined && { cpuPercent: cpu }),
  };
}

/** Several things that are released together as one. The slowest and the busiest count: a mean would hide them. */
export function together(figures: readonly SideFigures[]): SideFigures {
  const sum = (key: "requests" | "errors") => figures.reduce((total, of) => total + of[key], 0);
  const largest = (key: "p95" | "cpuPercent") => {
    const known = figures.flatMap((of) => of[key] ?? []);
    return known.length > 0 ? { [key]: Math.max(...known) } : {};
  };
  return { requests: sum("requests"), errors: sum("errors"), ...largest("p95"), ...largest("cpuPercent") };
}
