import { jobOf } from "./executor/results";
import { type Answer, recorded } from "./executor/tools";
import { answers, stagedImage } from "./shipped";
import { called } from "./shipped-called";
import { names } from "./shipped-files";

const shipped = names.includes("application.yml") ? describe : describe.skip;
if (!names.includes("application.yml")) process.stderr.write("skipped: application.yml is not in this checkout\n");

/** A call that releases to a stack and delivers to a GitOps repository. */
const caller = (secrets: string, more = "") => `    with:
      language: node
      stacks_repository: acme/stacks
      stacks_ref: ${"c".repeat(40)}
      stack: shop
      release_role: r
      region: x
      url: https://shop.example
      version_url: https://shop.example/version
      gitops_repository: charts
      gitops_client_id: Iv1.7
      environment: \${{ github.ref_type == 'tag' && 'prod' || 'staging' }}
${more}${secrets}`;
const secrets = { "prod/GITOPS_APP_KEY": "key of prod", "staging/GITOPS_APP_KEY": "key", STACKS_TOKEN: "reads stacks" };
const [develop, version] = ["refs/heads/develop", "refs/tags/v1.2.0"];
const run = (ref: string, given: string, more: readonly Answer[] = []) =>
  called("application.yml", given, [...more, ...answers], { event: { name: "push", ref, actor: "ada" }, secrets });
const inherit = "    secrets: inherit\n";

shipped("deliveries of application.yml", () => {
  const own = (lines: readonly string[]) =>
    lines
      .filter((line) => /^(npm run gitops|docker|cosign)/.test(line))
      .map((line) => line.replace(/--cert\S+ \S+ /g, ""));
  const built = `ghcr.io/acme/shop@sha256:${"1".repeat(64)}`;

  test(
    recorded("staging gets what was built, and after the tests there a signed statement of the image says so"),
    async () => {
      const { tools } = await run(develop, caller(inherit));
      const lines = own(tools.lines);
      const delivered = lines.findIndex((line) => line.includes("gitops"));
      expect(lines.slice(0, delivered)).toContain(`cosign verify ${built}`);
      // The release to the stack goes on at the same time.
      expect(lines.filter((line) => /gitops|delivery/.test(line))).toEqual([
        `npm run gitops -- staging --repository acme/charts --image ${built} --wait-for https://shop.example/version --out delivered/evidence.json`,
        "npm run gitops -- running --wait-for https://shop.example/version --timeout 120s",
        `cosign attest --yes --type urn:multicloud-stacks:delivery --predicate delivered/evidence.json ${built}`,
      ]);
    },
  );

  test.each([
    ["tests that fail on staging leave", { tool: "npx", when: "playwright test", exitCode: 1 }, "skipped"],
    [
      "another build on staging after the tests leaves",
      { tool: "npm", when: "gitops -- running", exitCode: 2 },
      "failure",
    ],
  ])(recorded("%s no statement"), async (_, fails, evidence) => {
    const { tools, result } = await run(develop, caller(inherit), [fails]);
    expect(jobOf(result, "call/staging").result).toBe("success");
    expect(jobOf(result, "call/evidence").result).toBe(evidence);
    expect(own(tools.lines).filter((line) => line.includes("delivery"))).toEqual([]);
  });

  test(recorded("production gets what staging had: nothing is built, and each verification comes before"), async () => {
    const { tools, result, calls } = await run(version, caller(inherit));
    expect(own(tools.lines)).toEqual([
      "npm run gitops -- staged --repository acme/charts --image ghcr.io/acme/shop --tag v1.2.0",
      `cosign verify ${stagedImage}`,
      `cosign verify-attestation --type urn:multicloud-stacks:delivery ${stagedImage}`,
      `npm run gitops -- production --repository acme/charts --image ${stagedImage} --tag v1.2.0 --evidence delivered.jsonl --wait-for https://shop.example/version`,
      `docker buildx imagetools create --tag ghcr.io/acme/shop:1.2.0 --tag ghcr.io/acme/shop:1.2 ${stagedImage}`,
    ]);
    expect(calls.map(({ name }) => name)).not.toContain("docker/build-push-action");
    expect(jobOf(result, "call").outputs).toEqual({ image: stagedImage, digest: stagedImage.split("@")[1] });
  });

  test.each(["gitops -- staged", "verify ", "verify-attestation", "gitops -- production"])(
    recorded("where %s fails, production gets nothing"),
    async (when) => {
      const tool = when.startsWith("gitops") ? "npm" : "cosign";
      const { tools, result } = await run(version, caller(inherit), [{ tool, when, exitCode: 1 }]);
      expect(jobOf(result, "call/production").result).toBe("failure");
      expect(tools.lines.filter((line) => /imagetools/.test(line))).toEqual([]);
      const proposed = tools.lines.some((line) => line.includes("gitops -- production"));
      expect(proposed).toBe(when === "gitops -- production");
    },
  );

  test(recorded("staging is another branch where the caller says so"), async () => {
    const given = caller(inherit, "      staging_branch: main\n");
    expect(jobOf((await run("refs/heads/main", given)).result, "call/staging").result).toBe("success");
    expect(jobOf((await run(develop, given)).result, "call/staging").result).toBe("skipped");
  });

  test(
    recorded("a version that waits for its approval holds no delivery to staging, and none is dropped"),
    async () => {
      const groups = await Promise.all(
        [develop, version].map(async (ref) => {
          const { result } = await run(ref, caller(inherit));
          return jobOf(result, `call/${ref === develop ? "staging" : "production"}`).concurrency;
        }),
      );
      const group = (name: string) => ({ group: name, "cancel-in-progress": false, queue: "max" });
      expect(groups).toEqual([group("gitops-charts-staging"), group("gitops-charts-production")]);
    },
  );

  test.each([
    ["all of the caller's secrets", inherit, "key of prod"],
    ["one that the caller names", '    secrets: { gitops_app_key: "${{ secrets.GITOPS_APP_KEY }}" }\n', undefined],
  ])(recorded("the App's key of an environment comes with %s"), async (_, given, key) => {
    const { calls } = await run(version, caller(given));
    const made = calls.find(({ name }) => name === "actions/create-github-app-token");
    expect(made?.inputs["private-key"] || undefined).toBe(key);
  });

  test.each([
    ["the token that is given", inherit, "reads stacks"],
    ["the job's own token", "", "ghs_none"],
  ])(recorded("every job reads the repository of the stacks with %s"), async (_, given, token) => {
    const { calls } = await run(develop, caller(given));
    const stacks = calls.filter(({ name, inputs }) => name === "actions/checkout" && inputs["repository"]);
    expect(stacks.map(({ inputs }) => [inputs["repository"], inputs["token"]])).toEqual(
      Array(5).fill(["acme/stacks", token]),
    );
  });
});
