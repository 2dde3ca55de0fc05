import { parseWorkflow, type Step } from "../workflows/executor/workflow";
import { textOf } from "../workflows/shipped-files";

/** The workflows that are written by hand. What each line of a workflow keeps to is in workflows/shipped-lines.test.ts. */
const read = (name: string) => parseWorkflow(textOf(name), name);
const application = read("application.yml");

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
    ["staging", "npm run gitops"],
    ["production", "npm run gitops -- production"],
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
  expect(later.filter((step) => !String(step.if).includes("github.event_name != 'pull_request'"))).toEqual([]);
});

test("every report of a scanner is in the folder that is added up", () => {
  const steps = read("scans.yml").jobs["repository"]?.steps ?? [];
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
