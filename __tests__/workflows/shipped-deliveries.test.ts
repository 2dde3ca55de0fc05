import { jobOf } from "./executor/results";
import { recorded } from "./executor/tools";
import { answers } from "./shipped";
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
      gitops_repository: charts
      gitops_client_id: Iv1.7
      environment: \${{ github.ref_type == 'tag' && 'prod' || 'staging' }}
${more}${secrets}`;
const secrets = { "prod/GITOPS_APP_KEY": "key of prod", "staging/GITOPS_APP_KEY": "key", STACKS_TOKEN: "reads stacks" };
const [develop, version] = ["refs/heads/develop", "refs/tags/v1.2.0"];
const run = (ref: string, given: string) =>
  called("application.yml", given, answers, { event: { name: "push", ref, actor: "ada" }, secrets });
const inherit = "    secrets: inherit\n";

shipped("deliveries of application.yml", () => {
  test.each([
    [develop, "npm run gitops -- staging --repository acme/charts"],
    [version, "npm run gitops -- production --repository acme/charts"],
  ])(recorded("%s is one command"), async (ref, line) => {
    const { tools } = await run(ref, caller(inherit));
    expect(tools.lines.filter((one) => one.includes("run gitops"))).toEqual([expect.stringContaining(line)]);
  });

  test(recorded("staging is another branch where the caller says so"), async () => {
    const given = caller(inherit, "      staging_branch: main\n");
    expect(jobOf((await run("refs/heads/main", given)).result, "call/gitops").result).toBe("success");
    expect(jobOf((await run(develop, given)).result, "call/gitops").result).toBe("skipped");
  });

  test(
    recorded("a version that waits for its approval holds no delivery to staging, and none is dropped"),
    async () => {
      const groups = await Promise.all(
        [develop, version].map(async (ref) => {
          const { result } = await run(ref, caller(inherit));
          return ["release", "gitops"].map((job) => jobOf(result, `call/${job}`).concurrency);
        }),
      );
      const group = (name: string) => ({ group: name, "cancel-in-progress": false, queue: "max" });
      expect(groups).toEqual([
        [group("release-shop"), group("gitops-charts-staging")],
        [group("release-shop"), group("gitops-charts-production")],
      ]);
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
      Array(4).fill(["acme/stacks", token]),
    );
  });
});
