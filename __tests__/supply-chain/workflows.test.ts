import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../stacks/synthesized";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly permissions?: object; readonly steps: readonly Step[]; readonly "timeout-minutes"?: number }
    >
  >;
}

const read = (name: string) => readFileSync(join(root, ".github/workflows", name), "utf8");
const workflows = ["scans.yml", "application.yml"].map(
  (name) => [name, read(name), parse(read(name)) as Workflow] as const,
);
const stepsOf = (workflow: Workflow) => Object.values(workflow.jobs).flatMap(({ steps }) => steps);

describe.each(workflows)("%s", (_, text, workflow) => {
  test("each action is pinned by its commit, with its version for people and for Renovate", () => {
    const uses = [...text.matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, found = ""]) => found);
    expect(uses.length).toBeGreaterThan(3);
    expect(uses.filter((one) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(one))).toEqual([]);
  });

  test("one action has one commit", () => {
    const pins = new Map<string, Set<string>>();
    for (const [, action = "", pin = ""] of text.matchAll(/uses: ([\w./-]+)@(\S+ # \S+)/g)) {
      pins.set(action, (pins.get(action) ?? new Set()).add(pin));
    }
    expect([...pins].filter(([, found]) => found.size > 1)).toEqual([]);
  });

  test("a line runs one command, and takes nothing of an event into its text", () => {
    const runs = stepsOf(workflow).flatMap(({ run }) => run ?? []);
    expect(runs.filter((run) => run.trim().includes("\n") || /&&|\|\||;\s|\$\{\{/.test(run))).toEqual([]);
  });

  test("rights are given to each job, and none to all", () => {
    expect(workflow.permissions).toEqual({});
    const without = Object.entries(workflow.jobs).filter(([, job]) => !job.permissions || !job["timeout-minutes"]);
    expect(without.map(([name]) => name)).toEqual([]);
  });

  test("no checkout leaves its token in the folder", () => {
    const checkouts = stepsOf(workflow).filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.filter((step) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });
});

const application = workflows[1]?.[2] as Workflow;
const build = application.jobs["build"]?.steps ?? [];
const position = (steps: readonly Step[], text: string) =>
  steps.findIndex(({ run, uses }) => (run ?? uses ?? "").startsWith(text));

test("an image gets the platforms and tags of document 003, and its digest is what goes on", () => {
  const made = build.find(({ uses }) => uses?.startsWith("docker/build-push-action@"))?.with ?? {};
  expect(made).toMatchObject({
    platforms: "linux/amd64,linux/arm64",
    "cache-from": "type=gha",
    "cache-to": "type=gha,mode=max",
  });
  const { tags } = build.find(({ uses }) => uses?.startsWith("docker/metadata-action@"))?.with ?? {};
  expect(String(tags).trim().split("\n")).toEqual([
    "type=ref,event=branch",
    "type=ref,event=pr",
    "type=semver,pattern={{version}}",
    "type=semver,pattern={{major}}.{{minor}}",
    "type=sha,prefix=sha-",
  ]);
});

test("an image is signed only after its scans were judged, and verified before each release", () => {
  const order = ["npm run scans", "cosign sign", "cosign attest", "cosign verify"].map((text) => position(build, text));
  expect(order.every((at, index) => at > (order[index - 1] ?? 0))).toBe(true);
  for (const [job, command] of [
    ["release", "exec npm run release"],
    ["gitops", "npm run gitops"],
  ] as const) {
    const steps = application.jobs[job]?.steps ?? [];
    expect(position(steps, "cosign verify")).toBeGreaterThan(0);
    expect(position(steps, command)).toBeGreaterThan(position(steps, "cosign verify"));
  }
});

test("a release is the only line of its step, and the step after it takes a cancelled one back", () => {
  const steps = application.jobs["release"]?.steps ?? [];
  const at = position(steps, "exec npm run release");
  expect(steps[at]?.run).toMatch(/^exec npm run release -- "\$STACK" --image "\$IMAGE" [^\n]*--confirm-by github$/);
  expect(steps[at + 1]).toMatchObject({ if: "${{ !success() }}", run: expect.stringContaining("--abort") });
});

test("nothing of a pull request is pushed, signed or released", () => {
  const pushed = build.find(({ uses }) => uses?.startsWith("docker/build-push-action@"))?.with?.["push"];
  expect(pushed).toBe("${{ github.event_name != 'pull_request' }}");
  const later = build.slice(position(build, "docker/build-push-action@") + 1);
  expect(later.filter((step) => !step.if?.includes("github.event_name != 'pull_request'"))).toEqual([]);
});

test("every report of a scanner is in the folder that is added up", () => {
  const scans = workflows[0]?.[2] as Workflow;
  const steps = scans.jobs["repository"]?.steps ?? [];
  const reports = steps.flatMap(({ run = "", with: inputs = {} }) => [
    ...[...run.matchAll(/reports\/[\w-]+\.sarif/g)].map(([found]) => found),
    ...Object.values(inputs).filter((value) => /^reports\/.*sarif$/.test(String(value))),
  ]);
  expect(reports.sort()).toEqual(
    ["bandit", "gitleaks", "grype", "semgrep", "trivy-config", "trivy", "zizmor"].map(
      (name) => `reports/${name}.sarif`,
    ),
  );
  expect(steps.some(({ run }) => run === "npm run scans -- reports/*.sarif --out scans")).toBe(true);
});
