import { jobOf } from "./executor/results";
import { recorded } from "./executor/tools";
import { answers, ran } from "./shipped";
import { called } from "./shipped-called";
import { names } from "./shipped-files";

const has = (name: string) => (names.includes(name) ? test : test.skip);
// Jest prints no name of a file whose tests are all skipped.
for (const name of ["scans.yml", "application.yml", "release.yml", "promote.yml"]) {
  if (!names.includes(name)) process.stderr.write(`skipped: ${name} is not in this checkout\n`);
}
const titled = (name: string, title: string) =>
  recorded(names.includes(name) ? `${name}: ${title}` : `skipped: ${name} is not in this checkout: ${title}`);

has("scans.yml")(titled("scans.yml", "every scanner writes its report, and one command adds them up"), async () => {
  const { result, tools, calls } = await called("scans.yml", "");
  expect(result.jobs[0]?.jobs?.[0]?.steps.filter(({ outcome }) => outcome === "failure")).toEqual([]);
  expect(result.result).toBe("success");
  expect(calls.filter(({ name }) => /trivy|scan-action|sbom/.test(name)).length).toBeGreaterThanOrEqual(4);
  expect(tools.lines.some((line) => line.startsWith("npm run scans -- "))).toBe(true);
});

has("application.yml")(
  titled("application.yml", "an image is built for both processors, scanned and signed by its digest"),
  async () => {
    const sha = "c".repeat(40);
    const { result, tools, calls } = await called(
      "application.yml",
      `    with: { language: python, stacks_repository: acme/stacks, stacks_ref: ${sha} }\n`,
    );
    expect(ran(result)).toEqual(["call/checks success", "call/build success"]);
    const build = calls.find(({ name }) => name === "docker/build-push-action");
    expect(build?.inputs["platforms"]).toBe("linux/amd64,linux/arm64");
    const signed = tools.lines.filter((line) => line.startsWith("cosign sign "));
    expect(signed).toEqual([expect.stringMatching(/@sha256:1{64}$/)]);
    expect(jobOf(result, "call/build").permissions["packages"]).toBe("write");
  },
);

has("application.yml")(
  titled(
    "application.yml",
    "the sum of both scans is attached to the image once it passed, and the release is given it",
  ),
  async () => {
    const given = `stacks_repository: acme/stacks, stacks_ref: ${"c".repeat(40)}, stack: shop, release_role: r, region: x`;
    const { tools } = await called("application.yml", `    with: { language: node, ${given} }\n`, answers);
    const type = "urn:multicloud-stacks:scans";
    const at = [
      /^npm run scans -- \.\.\/reports\/trivy\.sarif \.\.\/reports\/grype\.sarif .*--out \.\.\/scans$/,
      new RegExp(`^cosign attest --yes --type ${type} --predicate scans/scans\\.json .*@sha256:1{64}$`),
      new RegExp(`^cosign verify-attestation --type ${type} .*/application\\.yml@c{40} .*@sha256:1{64}$`),
      /^npm run release -- shop --image .*@sha256:1{64} --scan statements\.jsonl --confirm-by github$/,
    ].map((line) => tools.lines.findIndex((one) => line.test(one)));
    expect(at).toEqual(at.filter((place) => place >= 0).sort((one, other) => one - other));
  },
);

has("release.yml")(
  titled(
    "release.yml",
    "a system's tests run after the release; if they fail, nothing is signed, and the release stays",
  ),
  async () => {
    const given =
      "    with: { stack: shop-staging, github_environment: staging, region: x, release_role: r, tests: 'test:shop' }\n";
    const good = await called("release.yml", given, answers);
    const lines = (tools: typeof good.tools) => tools.lines.filter((line) => /^(npm|cosign sign)/.test(line));
    expect(lines(good.tools)).toEqual([
      "npm run release -- shop-staging --code --confirm-by github",
      "npm run test:shop",
      "npm run pipeline -- evidence shop-staging --out evidence/evidence.json --release ",
      expect.stringMatching(/^cosign sign-blob /),
    ]);
    expect(good.tools.calls.find(({ line }) => line === "npm run test:shop")?.env["STACK"]).toBe("shop-staging");

    const bad = await called("release.yml", given, [{ tool: "npm", when: "run test:shop", exitCode: 1 }, ...answers]);
    expect(ran(bad.result)).toEqual(["call/release failure"]);
    expect(lines(bad.tools)).toEqual([
      "npm run release -- shop-staging --code --confirm-by github",
      "npm run test:shop",
    ]);
  },
);

const promotion = "stack: shop-prod, from: shop-staging, environment: staging, region: x, plan_role: r";
const coverage = `gh run download 7001 --name coverage-${"a".repeat(40)} --dir coverage`;

has("promote.yml")(
  titled("promote.yml", "it downloads of the runs that were found, and signs in after the wait"),
  async () => {
    const given = `    with: { ${promotion}, from_ref: refs/heads/develop }\n`;
    const { result, tools } = await called("promote.yml", given, answers);
    expect(ran(result)).toEqual(["call/promote success"]);
    expect(tools.lines).toEqual([
      "npm run pipeline -- artifacts shop-prod",
      "gh run download 7000 --name evidence-shop-staging --dir evidence",
      coverage,
      expect.stringContaining("/release\\.yml@refs/heads/develop$ evidence/evidence.json"),
      expect.stringMatching(/^npm run pipeline -- promote shop-prod --evidence /),
    ]);
    const steps = jobOf(result, "call/promote").steps.map(({ name }) => name);
    const at = (text: string) => steps.findIndex((name) => name.includes(text));
    expect(at("aws-actions/configure-aws-credentials")).toBeGreaterThan(at("gh run download"));

    const logged = await called("promote.yml", `    with: { ${promotion}, evidence: log }\n`, answers);
    expect(logged.tools.lines).toEqual([
      "npm run pipeline -- artifacts shop-prod --logged",
      coverage,
      expect.stringMatching(/^npm run pipeline -- promote shop-prod --logged /),
    ]);
  },
);

has("promote.yml")(
  titled("promote.yml", "where the checks failed nothing is downloaded, and it signs in nowhere"),
  async () => {
    const failed = { tool: "npm", when: "pipeline -- artifacts", exitCode: 1 };
    const { result, tools, calls } = await called("promote.yml", `    with: { ${promotion} }\n`, [failed]);
    expect(ran(result)).toEqual(["call/promote failure"]);
    expect(tools.lines).toEqual(["npm run pipeline -- artifacts shop-prod"]);
    expect(calls.map(({ name }) => name)).not.toContain("aws-actions/configure-aws-credentials");
  },
);
