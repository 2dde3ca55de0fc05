import { watchBuildProjects } from "../../../../../modules/aws/monitoring/watch/watch-build-projects";
import { watchBuildResults } from "../../../../../modules/aws/monitoring/watch/watch-build-results";
import { watchObjectStore } from "../../../../../modules/aws/monitoring/watch/watch-object-store";
import { watchWork } from "../../../../../modules/aws/monitoring/watch/watch-work";
import { buildAlerts, resultAlerts, workAlerts } from "../monitoring-fixture";

const projects = { worker: { projectName: "p-worker" }, images: { projectName: "p-images" } };
const one = { worker: { projectName: "p-worker" } };
const alarm = (watched: { alarms: readonly { part: string }[] }, part: string) =>
  watched.alarms.find((found) => found.part === part);
const codebuild = (name: string, ProjectName: string, stat = "Sum") => ({
  namespace: "AWS/CodeBuild",
  name,
  dimensions: { ProjectName },
  stat,
});

test("more than 3 failed builds in 5 minutes are an alarm, in all projects together (document 004)", () => {
  expect(alarm(watchBuildProjects(projects, buildAlerts), "build-failures")).toMatchObject({
    alert: { threshold: 3, forSeconds: 300, severity: "critical" },
    periodSeconds: 300,
    firesWhen: "GreaterThan",
    missingData: "notBreaching",
    measurement: {
      metrics: {
        failedBuildsSum0: codebuild("FailedBuilds", "p-worker"),
        failedBuildsSum1: codebuild("FailedBuilds", "p-images"),
      },
      expression: "(FILL(failedBuildsSum0, 0) + FILL(failedBuildsSum1, 0))",
    },
  });
});

test.each([
  ["build-failure-rate", 50, 300, "critical"],
  ["build-failure-rate-warning", 25, 600, "warning"],
])("%s: more than %d %% of the builds within %d s, %s (document 004)", (part, threshold, forSeconds, severity) => {
  expect(alarm(watchBuildProjects(one, buildAlerts), part)).toMatchObject({
    alert: { threshold, forSeconds, severity },
    periodSeconds: forSeconds,
    measurement: {
      expression: "100 * (FILL(failedBuildsSum0, 0)) / ((FILL(failedBuildsSum0, 0)) + (FILL(succeededBuildsSum0, 0)))",
    },
  });
});

test("an average build of more than 30 minutes is a warning: all time by all builds, not an average of averages", () => {
  expect(alarm(watchBuildProjects(projects, buildAlerts), "build-duration")).toMatchObject({
    alert: { threshold: 30, severity: "warning" },
    measurement: {
      metrics: expect.objectContaining({
        durationSum1: codebuild("Duration", "p-images"),
        durationSampleCount1: codebuild("Duration", "p-images", "SampleCount"),
      }),
      expression:
        "(FILL(durationSum0, 0) + FILL(durationSum1, 0)) / (FILL(durationSampleCount0, 0) + FILL(durationSampleCount1, 0)) / 60",
    },
  });
});

test("no alarm adds more than ten metrics, and more projects than that allows are refused", () => {
  const five = Object.fromEntries(["a", "b", "c", "d", "e"].map((key) => [key, { projectName: key }]));
  for (const { measurement } of watchBuildProjects(five, buildAlerts).alarms) {
    expect(Object.keys(measurement.metrics).length).toBeLessThanOrEqual(10);
  }
  expect(() => watchBuildProjects({ ...five, f: { projectName: "f" } }, buildAlerts)).toThrow(
    "expected 1 to 5 in one alarm, found 6",
  );
  expect(() => watchBuildProjects({}, buildAlerts)).toThrow("found 0");
});

test("the dashboard has p50, p95 and p99 of each project's builds and of its queue", () => {
  const widgets = watchBuildProjects(projects, buildAlerts).widgets.overview?.map(({ properties }) => properties);
  for (const title of ["worker: duration (s)", "images: duration (s)", "images: time in the queue (s)"]) {
    const found = widgets?.find((widget) => widget["title"] === title);
    expect(JSON.stringify(found?.["metrics"])).toMatch(/p50.*p95.*p99/);
  }
});

test("coverage below 85 % is a warning, a refused secret pages (document 004)", () => {
  const watched = watchBuildResults("kiro-worker/prod", resultAlerts);
  expect(alarm(watched, "coverage")).toMatchObject({
    alert: { threshold: 85, severity: "warning" },
    firesWhen: "LessThan",
    measurement: {
      metrics: { coverage: { namespace: "kiro-worker/prod", name: "Coverage", dimensions: {}, stat: "Minimum" } },
    },
  });
  expect(alarm(watched, "secret-access-denied")).toMatchObject({ alert: { threshold: 0, severity: "critical" } });
  // One failed answer of GitHub raises no alarm; three runs in a row do, with every schedule.
  expect(alarm(watched, "poller-failures")).toMatchObject({
    alert: { threshold: 2, severity: "critical" },
    measurement: { metrics: { failed: { name: "FailedRuns", dimensions: {}, stat: "Maximum" } } },
  });
  expect(alarm(watched, "items-given-up")).toMatchObject({
    alert: { threshold: 0, severity: "warning" },
    measurement: { metrics: { items: { name: "ItemsGivenUp", dimensions: {}, stat: "Sum" } } },
  });
  const shown = JSON.stringify(watched.widgets);
  for (const name of ["QueueTime", "GitFailures", "TestsFailed", "PullRequestsOpened", "Coverage"]) {
    expect(shown).toContain(`"${name}"`);
  }
});

test("the functions' errors and time count together: 10 % of the calls, 10 minutes of work (document 004)", () => {
  const watched = watchWork({ poller: { name: "f-poller" }, events: { name: "f-events" } }, workAlerts);
  expect(alarm(watched, "function-error-rate")).toMatchObject({
    alert: { threshold: 10, forSeconds: 300, severity: "critical" },
    periodSeconds: 300,
    measurement: { expression: "100 * (FILL(errors0, 0) + FILL(errors1, 0)) / (FILL(calls0, 0) + FILL(calls1, 0))" },
  });
  expect(alarm(watched, "function-work")).toMatchObject({
    alert: { threshold: 10, severity: "warning" },
    measurement: {
      metrics: { time1: { name: "Duration", dimensions: { FunctionName: "f-events" }, stat: "Sum" } },
      expression: "(FILL(time0, 0) + FILL(time1, 0)) / 60000",
    },
  });
});

test("a bucket's size is shown by day and storage class, as S3 counts it", () => {
  const [size] = watchObjectStore("artifacts", { bucketName: "b" }).widgets.overview ?? [];
  expect(size?.properties).toMatchObject({ title: "artifacts: size (bytes)", period: 86_400 });
  expect(JSON.stringify(size?.properties)).toContain("IntelligentTieringFAStorage");
});

test("each alert can be set", () => {
  const failures = { threshold: 9, forSeconds: 60, severity: "warning" } as const;
  const watched = watchBuildProjects(one, { ...buildAlerts, failures });
  expect(alarm(watched, "build-failures")).toMatchObject({ alert: failures, periodSeconds: 60 });
  expect(alarm(watched, "build-failure-rate")).toMatchObject({ alert: { threshold: 50 } });
});
