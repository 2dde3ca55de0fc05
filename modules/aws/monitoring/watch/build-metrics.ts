import type { Calculation, Metric } from "../metrics";

/** Projects by the key under which the dashboard shows them. */
export type WatchedProjects = Readonly<Record<string, { readonly projectName: string }>>;

/** What CodeBuild reports of one project, once a minute; times in seconds. */
export function buildMetric(ProjectName: string, name: string, stat: string): Metric {
  return { namespace: "AWS/CodeBuild", name, dimensions: { ProjectName }, stat };
}

/** The sum of a metric over projects. A project that built nothing reports nothing, which counts as none. */
export function buildSum(projects: WatchedProjects, name: string, stat = "Sum"): Calculation {
  const prefix = `${name}${stat}`.replace(/^./, (first) => first.toLowerCase());
  const metrics = Object.fromEntries(
    Object.values(projects).map(({ projectName }, index) => [
      `${prefix}${index}`,
      buildMetric(projectName, name, stat),
    ]),
  );
  return {
    metrics,
    expression: `(${Object.keys(metrics)
      .map((id) => `FILL(${id}, 0)`)
      .join(" + ")})`,
  };
}

/** Failed builds in percent of those that ended; no data while none did. */
export function buildFailurePercent(projects: WatchedProjects): Calculation {
  const failed = buildSum(projects, "FailedBuilds");
  const succeeded = buildSum(projects, "SucceededBuilds");
  return {
    metrics: { ...failed.metrics, ...succeeded.metrics },
    expression: `100 * ${failed.expression} / (${failed.expression} + ${succeeded.expression})`,
  };
}

/** Average minutes of a build. */
export function buildMinutes(projects: WatchedProjects): Calculation {
  const time = buildSum(projects, "Duration");
  const ended = buildSum(projects, "Duration", "SampleCount");
  return {
    metrics: { ...time.metrics, ...ended.metrics },
    expression: `${time.expression} / ${ended.expression} / 60`,
  };
}
