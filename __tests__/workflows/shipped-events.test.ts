import { recorded } from "./executor/tools";
import { handedOver, requiringWorkflows } from "./requiring";
import { type EventName, events, expected } from "./shipped-events";
import { describeShipped, names } from "./shipped-files";
import { applied, happened, image, neverRan, starts } from "./shipped-happened";

const application = (more: string) =>
  `    with: { stacks_repository: acme/stacks, stacks_ref: ${"c".repeat(40)}, ${more} }\n`;
const gitops = "gitops_repository: charts, gitops_client_id: Iv1.7, version_url: 'https://shop.example/version'";
const delivered = (environment: string) =>
  `${application(`language: node, environment: ${environment}, ${gitops}`)}    secrets: inherit\n`;
const released = application(
  "language: node, stack: shop-staging, region: x, release_role: r, environment: staging, url: 'https://shop.example', stress: true",
);

const deployed = application(
  "language: node, deploy_stack: shop-staging, state_role: r, region: x, google_provider: p, google_account: a, azure_client: c, url: 'https://shop.example'",
);

/** Calls from the workflow of an application, with the jobs that run. */
const applications: readonly (readonly [string, EventName, string, readonly string[]])[] = [
  ["in Python that is only built", "push of main", application("language: python"), ["checks", "build"]],
  ["whose change is not pushed", "pull request", released, ["checks", "build"]],
  ["whose change is not deployed to another cloud", "pull request", deployed, ["checks", "build"]],
  ["that is released and tested", "push of main", released, ["checks", "build", "release", "tests"]],
  [
    "that is deployed to another cloud",
    "push of main",
    deployed,
    ["checks", "build", "deploy-plan", "deploy", "tests"],
  ],
  [
    "that Argo CD delivers to staging",
    "push of develop",
    delivered("staging"),
    ["checks", "build", "staging", "evidence"],
  ],
  ["that Argo CD delivers to production", "tag v1.2.0", delivered("prod"), ["checks", "production"]],
];

/** Argo CD gets a branch and the tags of versions; a candidate is no version. */
const undelivered: readonly EventName[] = [
  ...(["push of main", "push of another branch", "branch v1.2.0", "pull request"] as const),
  ...(["tag v1.2.0-rc.1", "tag v1.2.0-beta.1", "tag release-1.2.0"] as const),
];

describeShipped("what happens in a repository", () => {
  test("each shipped workflow has its events here", () => {
    expect(Object.keys(expected).sort()).toEqual([...names]);
  });

  const all = names.flatMap((file) => (Object.keys(events) as EventName[]).map((event) => [event, file] as const));
  const starting = all.filter(([event, file]) => expected[file]?.[event]);

  test("no other event starts a workflow", () => {
    const started = all.filter(([event, file]) => starts(file, event));
    expect(started.map((it) => it.join(" starts "))).toEqual(starting.map((it) => it.join(" starts ")));
  });

  test.each(starting)(recorded("%s: %s runs these jobs, and no other"), async (event, file) => {
    const { jobs, unknown } = await happened(file, event);
    expect(jobs).toEqual(expected[file]?.[event]?.map((job) => `${job} success`));
    expect(unknown).toEqual([]);
  });

  test.each(applications)(recorded("application.yml, of an application %s (%s)"), async (_title, event, more, jobs) => {
    const { jobs: found, lines } = await applied(event, more);
    expect(found).toEqual(jobs.map((job) => `call/${job} success`));
    const signs = lines.filter((line) => line.startsWith("cosign sign "));
    expect(signs).toHaveLength(event !== "pull request" && jobs.includes("build") ? 1 : 0);
  });

  test.each(undelivered)(recorded("application.yml delivers nothing of: %s"), async (event) => {
    const { jobs, lines } = await applied(event, delivered("prod"));
    expect(jobs).toEqual(["call/checks success", "call/build success"]);
    expect(lines.filter((line) => line.includes("npm run gitops"))).toEqual([]);
  });

  test(recorded("production gets the image that staging released, by its digest"), async () => {
    const { lines } = await happened("deploy-test-execution.yml", "tag v1.2.0");
    const plan = (stack: string) => `npm run plan -- ${stack} --for-approval --policy --out plans --var image=${image}`;
    expect(lines.filter((line) => line.includes(image)).sort()).toEqual([
      expect.stringMatching(/^cosign verify /),
      plan("azure-prod"),
      plan("gcp-prod"),
      `npm run release -- aws-prod --image ${image} --confirm-by github`,
    ]);
  });

  test(recorded("a release that fails is taken back, in release.yml and in application.yml"), async () => {
    const fails = { tool: "npm", when: "run release -- .*--confirm-by", exitCode: 1 };
    const found = [
      await happened("deploy-ai-test-automation.yml", "push of develop", [fails]),
      await applied("push of main", released, [fails]),
    ];
    for (const { jobs, lines } of found) {
      expect(jobs.filter((job) => job.endsWith("failure"))).toHaveLength(1);
      expect(lines.at(-1)).toMatch(/^npm run release -- \S+ --abort --own/);
    }
  });

  test(recorded("a deploy without a change applies nothing, and the release follows"), async () => {
    const when = "run plan -- .*--out plans";
    const none = { tool: "npm", when, files: { "plans/plan.json": "{}" }, outputs: { changes: "false" } };
    const { jobs } = await happened("deploy-kiro-worker.yml", "push of main", [none]);
    expect(jobs).toEqual(["aws-codebuild-test/plan success", "aws-codebuild-test-release/release success"]);
  });

  describe("a system whose releases require scan, after and baseline", () => {
    const every = ["scan", "after", "baseline"];
    const texts = requiringWorkflows({ staging: every, prod: every });
    test.each([
      ["tag v1.2.0-rc.1", "staging", "test", "--logged"],
      ["tag v1.2.0", "prod", "staging", "--evidence evidence/evidence.json"],
    ] as const)(
      recorded("%s: the promotion to %s keeps the evidence of %s, and the release is given it with the scan"),
      async (event, to, from, evidence) => {
        const { jobs, lines } = await happened("deploy-shop.yml", event, handedOver, texts);
        expect(jobs.filter((job) => !job.endsWith(" success"))).toEqual([]);
        const [ofImage, code] = [`shop-aws-${to}`, `shop-aws-serverless-${to}`];
        const after = `--after ${from} --evidence promoted/evidence.json`;
        expect(lines.filter((line) => /^npm run release .*--confirm-by github$/.test(line)).sort()).toEqual(
          [
            `npm run release -- ${ofImage} --image ${image} ${after} --scan statements.jsonl --confirm-by github`,
            `npm run release -- ${code} --code ${after} --scan promoted/scans/scans.json --confirm-by github`,
          ].sort(),
        );
        const coverage = "--coverage coverage/coverage-summary.json";
        expect(lines).toContain(
          `npm run pipeline -- promote ${ofImage} ${evidence} ${coverage} --out promoted/evidence.json`,
        );
        // The scan of the functions is that of this commit's checks, whose end the promotion waits for.
        expect(lines.filter((line) => line.includes("--name scans-"))).toEqual([
          `gh run download 7001 --name scans-${"a".repeat(40)} --dir promoted`,
        ]);
        // As who signed the image, and before the release.
        const [verified = "", ...others] = lines.filter((line) => line.startsWith("cosign verify-attestation "));
        expect(others).toEqual([]);
        const signer = /--certificate-oidc-issuer .*/.exec(verified)?.[0];
        expect(lines).toContain(`cosign verify ${signer}`);
        expect(verified).toMatch(
          new RegExp(`^cosign verify-attestation --type urn:multicloud-stacks:scans .* ${image}$`),
        );
        const at = (text: string) => lines.findIndex((line) => line.startsWith(text));
        expect(at("cosign verify-attestation")).toBeLessThan(at(`npm run release -- ${ofImage} --image`));
      },
    );

    test(recorded("an image without a verified scan is not released"), async () => {
      const none = { tool: "cosign", when: "^verify-attestation", exitCode: 1 };
      const { jobs, lines } = await happened("deploy-shop.yml", "tag v1.2.0", [none, ...handedOver], texts);
      expect(jobs).toContain("shop-aws-prod-release/release failure");
      expect(lines.filter((line) => /release -- shop-aws-prod .*--confirm-by/.test(line))).toEqual([]);
    });
  });

  // The last one: it looks at what the tests before it ran.
  test("every step of every job ran in one of these", () => {
    expect(neverRan()).toEqual([]);
  });
});
