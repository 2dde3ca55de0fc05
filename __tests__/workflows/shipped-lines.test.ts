import { needsOf, parseWorkflow, type Step, type Workflow } from "./executor/workflow";
import { describeShipped, names, textOf } from "./shipped-files";

/** What a line may begin with: our commands, and foreign programs. */
const tools =
  /^(exec )?(npm (ci|test|audit|run [\w:-]+|run "\$TESTS")|mkdir -p|go run|npx|gh|cosign|docker|k6|helm|pip|semgrep|bandit|zizmor|ruff|mypy|pytest)( |$)/;

const workflows = names.map((name): [string, Workflow] => [name, parseWorkflow(textOf(name), name)]);
const jobs = workflows.flatMap(([name, { jobs: own }]) =>
  Object.entries(own).map(([id, job]) => ({ place: `${name}: ${id}`, job })),
);
const steps = jobs.flatMap(({ place, job }) => (job.steps ?? []).map((step) => ({ place, step })));
/** What each file says after `uses:`, with its comment. */
const uses = names.map((name) => [...textOf(name).matchAll(/^ *(?:- )?uses: (.+)$/gm)].map(([, text = ""]) => text));

describeShipped("the shipped workflows", () => {
  test("a line is one command of ours or one foreign program", () => {
    const lines = steps.flatMap(({ place, step: { run } }) => (run === undefined ? [] : { place, run }));
    expect(lines.length).toBeGreaterThan(20);
    const others = lines.filter(({ run }) => !tools.test(run) || /\n|;|&&|\||`|\$\(/.test(run));
    expect(others.map(({ place, run }) => `${place}: ${run}`)).toEqual([]);
  });

  test("no expression is part of a script: values come through variables, so no text of others becomes a command", () => {
    const expressions = steps.filter(({ step }) => step.run?.includes("${{"));
    expect(expressions.map(({ place, step }) => `${place}: ${step.run}`)).toEqual([]);
  });

  test("an action is pinned by its commit, with the version in a comment; workflows of ours are called by their path", () => {
    const named = workflows.map(
      ([, { jobs: own }]) =>
        Object.values(own)
          .flatMap(({ uses: call, steps: all = [] }) => [call, ...all.map((step) => step.uses)])
          .filter(Boolean).length,
    );
    expect(uses.map(({ length }) => length)).toEqual(named);
    const pinned = /^([\w-]+\/[\w-]+(\/[\w-]+)?@[0-9a-f]{40} # v\d+\.\d+\.\d+|\.\/\.github\/workflows\/[\w-]+\.yml)$/;
    expect(uses.flat().filter((text) => !pinned.test(text))).toEqual([]);
  });

  test("one action has one version everywhere", () => {
    const versions = new Map<string, Set<string>>();
    for (const text of uses.flat().filter((one) => one.includes("@"))) {
      const [action = "", version = ""] = text.split("@");
      versions.set(action, (versions.get(action) ?? new Set()).add(version));
    }
    expect([...versions].filter(([, all]) => all.size > 1).map(([action]) => action)).toEqual([]);
  });

  test("a workflow gives no permission to all jobs, and each job names its own", () => {
    const wide = workflows.filter(([, { permissions }]) => JSON.stringify(permissions) !== "{}");
    expect(wide.map(([name]) => name)).toEqual([]);
    // `write-all` names none.
    const unsaid = jobs.filter(
      ({ job: { permissions } }) => permissions === undefined || typeof permissions === "string",
    );
    expect(unsaid.map(({ place }) => place)).toEqual([]);
  });

  test("a fork's code never runs with the rights of the base", () => {
    expect(workflows.filter(([, { on }]) => on["pull_request_target"]).map(([name]) => name)).toEqual([]);
  });

  test("a job ends by itself after two hours at most, one that releases after three", () => {
    const most = (all: readonly Step[] = []) => (all.some(({ run = "" }) => run.includes("--abort --own")) ? 170 : 120);
    const long = jobs.filter(({ job }) => !job.uses && !(Number(job["timeout-minutes"]) <= most(job.steps)));
    expect(long.map(({ place }) => place)).toEqual([]);
  });

  test("a job that takes a build back ends before its session, whose credentials that needs", () => {
    const releasing = jobs.filter(({ job: { steps: all = [] } }) =>
      all.some(({ run = "" }) => run.includes("--abort --own")),
    );
    expect(releasing.map(({ place }) => place)).toEqual([
      expect.stringContaining("application.yml"),
      expect.stringContaining("release.yml"),
    ]);
    for (const { place, job } of releasing) {
      const [session] = (job.steps ?? []).flatMap((step) => step.with?.["role-duration-seconds"] ?? []);
      expect([place, Number(job["timeout-minutes"]) * 60 < Number(session)]).toEqual([place, true]);
    }
  });

  test("no checkout leaves its token in the folder", () => {
    const checkouts = steps.filter(({ step }) => step.uses?.startsWith("actions/checkout@"));
    expect(checkouts.length).toBeGreaterThan(0);
    const leaving = checkouts.filter(({ step }) => step.with?.["persist-credentials"] !== false);
    expect(leaving.map(({ place }) => place)).toEqual([]);
  });

  test("what is called is there, with the inputs that it takes", () => {
    for (const { place, job } of jobs.filter(({ job: { uses: call } }) => call)) {
      const called = workflows.find(([name]) => job.uses === `./.github/workflows/${name}`)?.[1].on["workflow_call"];
      expect([place, called]).toEqual([place, expect.anything()]);
      const inputs = called?.inputs ?? {};
      const given = Object.keys(job.with ?? {});
      expect([place, given.filter((input) => !inputs[input])]).toEqual([place, []]);
      const required = Object.keys(inputs).filter((input) => inputs[input]?.required);
      expect([place, required.filter((input) => !given.includes(input))]).toEqual([place, []]);
    }
  });

  test("a release gets the signals of a cancelled run, and the step after it takes the build back", () => {
    const releases = steps.filter(({ step }) => /npm run release -- .*--confirm-by/.test(step.run ?? ""));
    expect(releases.length).toBeGreaterThan(0);
    // A shell that waits for a command passes no signal on: executor/signals.test.ts.
    expect(releases.filter(({ step }) => !step.run?.startsWith("exec npm ")).map(({ step }) => step.run)).toEqual([]);
    const releasing = jobs.filter(({ job: { steps: all = [] } }) =>
      all.some(({ run = "" }) => run.includes("--confirm-by github") && run.includes("run release")),
    );
    const back = (step: Step) => String(step.if).includes("!success()") && step.run?.includes("--abort");
    expect(releasing.every(({ job: { steps: all = [] } }) => all.some(back))).toBe(true);
  });

  test("what changes an environment waits in its one group, and is never cancelled for the next", () => {
    const changing = jobs
      .filter(({ job: { steps: all = [] } }) =>
        all.some(({ run = "" }) => /npm run (deploy|release|rollback) /.test(run)),
      )
      .map(({ place, job }) => ({ place, concurrency: job.concurrency as Record<string, unknown> | undefined }));
    expect(changing.length).toBeGreaterThan(0);
    expect(changing.filter(({ concurrency }) => concurrency?.["cancel-in-progress"] !== false)).toEqual([]);
  });

  test("a job that needs another says in its condition what becomes of a skipped one, or has none", () => {
    const always = jobs
      .filter(({ job }) => needsOf(job).length > 0 && /always\(\)/.test(String(job.if)))
      .map(({ place }) => place);
    // A job that runs after a cancellation, too, would deploy what a person stopped.
    expect(always).toEqual([]);
  });
});
