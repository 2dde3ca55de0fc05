import { needsOf, parseWorkflow, type Step, type Workflow } from "./executor/workflow";
import { describeShipped, names, textOf } from "./shipped-files";

/** What a line may begin with: our commands, and foreign programs. */
const tools =
  /^(exec )?(npm (ci|test|audit|run [\w:-]+|run "\$TESTS")|mkdir -p|go run|npx|gh|cosign|docker|k6|helm|pip|semgrep|bandit|zizmor|ruff|mypy|pytest)( |$)/;

const workflows = (): [string, Workflow][] => names.map((name) => [name, parseWorkflow(textOf(name), name)]);
const steps = (): { readonly place: string; readonly step: Step; readonly next: Step | undefined }[] =>
  workflows().flatMap(([name, { jobs }]) =>
    Object.entries(jobs).flatMap(([id, { steps = [] }]) =>
      steps.map((step, index) => ({ place: `${name}: ${id}`, step, next: steps[index + 1] })),
    ),
  );

describeShipped("the shipped workflows", () => {
  test("a line is one command of ours or one foreign program", () => {
    const others = steps().filter(({ step }) => {
      const line = step.run?.trim();
      return line !== undefined && (line.includes("\n") || !tools.test(line) || /(\|\||&&|;| \| )/.test(line));
    });
    expect(others.map(({ place, step }) => `${place}: ${step.run}`)).toEqual([]);
  });

  test("no expression is part of a script: values come through variables", () => {
    const expressions = steps().filter(({ step }) => step.run?.includes("${{"));
    expect(expressions.map(({ place, step }) => `${place}: ${step.run}`)).toEqual([]);
  });

  test("an action is pinned by its commit, with the version in a comment", () => {
    const uses = names.flatMap((name) => textOf(name).match(/uses: .*/g) ?? []).filter((line) => !line.includes("./"));
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((line) => !/^uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  test("one action has one version everywhere", () => {
    const uses = names.flatMap((name) => textOf(name).match(/uses: [\w/-]+@.*/g) ?? []);
    const versions = new Map<string, Set<string>>();
    for (const line of uses) {
      const [action = "", version = ""] = line.slice("uses: ".length).split("@");
      versions.set(action, (versions.get(action) ?? new Set()).add(version));
    }
    expect([...versions].filter(([, all]) => all.size > 1).map(([action]) => action)).toEqual([]);
  });

  test("a workflow gives no permission to all jobs, and each job names its own", () => {
    const wide = workflows().filter(([, { permissions }]) => JSON.stringify(permissions) !== "{}");
    expect(wide.map(([name]) => name)).toEqual([]);
    const unsaid = workflows().flatMap(([name, { jobs }]) =>
      Object.entries(jobs).flatMap(([id, job]) => (job.permissions === undefined ? [`${name}: ${id}`] : [])),
    );
    expect(unsaid).toEqual([]);
  });

  test("a release gets the signals of a cancelled run, and the step after it takes the build back", () => {
    const releases = steps().filter(({ step }) => /npm run release -- .*--confirm-by/.test(step.run ?? ""));
    expect(releases.length).toBeGreaterThan(0);
    // A shell that waits for a command passes no signal on: executor/signals.test.ts.
    expect(releases.filter(({ step }) => !step.run?.startsWith("exec npm ")).map(({ step }) => step.run)).toEqual([]);
    const jobs = workflows().flatMap(([, { jobs }]) => Object.values(jobs));
    const releasing = jobs.filter(({ steps = [] }) =>
      steps.some(({ run = "" }) => run.includes("--confirm-by github") && run.includes("run release")),
    );
    const back = (step: Step) => String(step.if).includes("!success()") && step.run?.includes("--abort");
    expect(releasing.every(({ steps = [] }) => steps.some(back))).toBe(true);
  });

  test("what changes an environment waits in its one group, and is never cancelled for the next", () => {
    const changing = workflows().flatMap(([name, { jobs }]) =>
      Object.entries(jobs)
        .filter(([, { steps = [] }]) => steps.some(({ run = "" }) => /npm run (deploy|release|rollback) /.test(run)))
        .map(([id, job]) => ({
          place: `${name}: ${id}`,
          concurrency: job.concurrency as Record<string, unknown> | undefined,
        })),
    );
    expect(changing.length).toBeGreaterThan(0);
    expect(changing.filter(({ concurrency }) => concurrency?.["cancel-in-progress"] !== false)).toEqual([]);
  });

  test("a job that needs another says in its condition what becomes of a skipped one, or has none", () => {
    const always = workflows().flatMap(([name, { jobs }]) =>
      Object.entries(jobs)
        .filter(([, job]) => needsOf(job).length > 0 && /always\(\)/.test(String(job.if)))
        .map(([id]) => `${name}: ${id}`),
    );
    // A job that runs after a cancellation, too, would deploy what a person stopped.
    expect(always).toEqual([]);
  });
});
