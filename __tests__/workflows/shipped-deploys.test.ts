import { jobOf } from "./executor/results";
import { recorded } from "./executor/tools";
import type { GitHubEvent } from "./executor/triggers";
import { answers, ran } from "./shipped";
import { called } from "./shipped-called";
import { names } from "./shipped-files";

const shipped = names.includes("application.yml") ? describe : describe.skip;
if (!names.includes("application.yml")) process.stderr.write("skipped: application.yml is not in this checkout\n");

const google = {
  google_provider: "projects/1/locations/global/workloadIdentityPools/github-shop-staging/providers/github",
  google_account: "shop-staging-release@acme.iam.gserviceaccount.com",
};
const azure = { azure_client: "c1", azure_tenant: "t1", azure_subscription: "s1" };
const state = "arn:aws:iam::111111111111:role/shop-state";

const pushed = { name: "push", ref: "refs/heads/main", actor: "ada" };

/** A call that deploys to a stack of another cloud than AWS. */
const deployed = (more: Readonly<Record<string, string>>, given = answers, event: GitHubEvent = pushed) => {
  const inputs = {
    ...{ language: "node", stacks_repository: "acme/stacks", stacks_ref: "c".repeat(40) },
    ...{ deploy_stack: "shop-staging", state_role: state, region: "us-east-1", environment: "staging", ...more },
  };
  return called("application.yml", `    with: ${JSON.stringify(inputs)}\n`, given, { event });
};
const image = expect.stringMatching(/^ghcr\.io\/acme\/shop@sha256:1{64}$/);

shipped("deploys of application.yml to Google Cloud and Azure", () => {
  test.each([
    [
      "Google Cloud",
      google,
      "google-github-actions/auth",
      { workload_identity_provider: google.google_provider, service_account: google.google_account },
    ],
    ["Azure", azure, "azure/login", { "client-id": "c1", "tenant-id": "t1", "subscription-id": "s1" }],
  ])(
    recorded("%s: both jobs sign in there and to AWS for the state, and what was planned is deployed by its digest"),
    async (_, more, action, inputs) => {
      const { result, tools, calls } = await deployed(more);
      const jobs = ["checks", "build", "deploy-plan", "deploy"];
      expect(ran(result)).toEqual(jobs.map((job) => `call/${job} success`));
      const roles = calls.filter(({ name }) => name.startsWith("aws-actions/"));
      expect(roles.map((call) => call.inputs["role-to-assume"])).toEqual([state, state]);
      const signIns = calls.filter(({ name }) => /^(google-github-actions|azure)\//.test(name));
      expect(signIns).toEqual(Array(2).fill(expect.objectContaining({ name: action })));
      for (const call of signIns) expect(call.inputs).toMatchObject(inputs);
      for (const { claims } of signIns) expect(claims.environment).toBe("staging");
      const after = tools.lines.slice(tools.lines.findIndex((line) => line.startsWith("cosign verify ")) + 1);
      expect(after.filter((line) => /^npm run (plan|deploy|release)/.test(line))).toEqual([
        expect.stringMatching(
          /^npm run plan -- shop-staging --for-approval --only-image --no-refresh --out plans --var image=/,
        ),
        "npm run deploy -- shop-staging --planned ./plans --confirm-by github",
      ]);
      const plan = tools.calls.find(({ line }) => line.startsWith("npm run plan"));
      expect(plan?.args.at(-1)?.replace("image=", "")).toEqual(image);
    },
  );

  test.each([
    ["its own state's", "", "state:own"],
    ["the caller's", '    secrets: { plan_key: "${{ secrets.PLAN_KEY }}" }\n', "k"],
  ])(
    recorded("the plan goes from job to job with %s key, and Azure's provider gets its own token"),
    async (_, more, key) => {
      const inputs = { language: "node", stacks_repository: "acme/stacks", stacks_ref: "c".repeat(40), ...azure };
      const given = JSON.stringify({ ...inputs, deploy_stack: "shop-staging", state_role: state, region: "x" });
      const { tools } = await called("application.yml", `    with: ${given}\n${more}`, answers, {
        secrets: { PLAN_KEY: "k" },
      });
      const both = tools.calls.filter(({ line }) => /^npm run (plan|deploy) /.test(line));
      const env = { PLAN_KEY: key, ARM_USE_OIDC: "true", ARM_CLIENT_ID: "c1", ARM_TENANT_ID: "t1" };
      expect(both.map((call) => call.env)).toEqual([expect.objectContaining(env), expect.objectContaining(env)]);
    },
  );

  test(recorded("a stack that pulls through a repository of its own gets the same digest from there"), async () => {
    const { tools } = await deployed({ ...google, deploy_image: "us-east1-docker.pkg.dev/acme/shop-ghcr/acme/shop" });
    const digest = `sha256:${"1".repeat(64)}`;
    expect(tools.lines.filter((line) => line.startsWith("npm run plan"))).toEqual([
      expect.stringContaining(`--var image=us-east1-docker.pkg.dev/acme/shop-ghcr/acme/shop@${digest}`),
    ]);
    // What was signed is verified where it was signed.
    expect(tools.lines.filter((line) => line.startsWith("cosign verify "))).toEqual(
      Array(2).fill(expect.stringContaining(`ghcr.io/acme/shop@${digest}`)),
    );
  });

  test(recorded("the image's signature is verified before the job signs in anywhere"), async () => {
    const { result } = await deployed(google);
    const steps = jobOf(result, "call/deploy-plan").steps.map(({ name }) => name);
    const at = ["cosign verify ", "aws-actions/", "google-github-actions/", "npm run plan"].map((text) =>
      steps.findIndex((name) => name.includes(text)),
    );
    expect(at).toEqual(at.filter((place) => place >= 0).sort((one, other) => one - other));
  });

  test(recorded("a stack that has the image already is not deployed"), async () => {
    const when = "run plan -- .*--out plans";
    const none = { tool: "npm", when, files: { "plans/plan.json": "{}" }, outputs: { changes: "false" } };
    const { result, tools } = await deployed(google, [none, ...answers]);
    expect(ran(result).at(-1)).toBe("call/deploy-plan success");
    expect(tools.lines.filter((line) => line.startsWith("npm run deploy"))).toEqual([]);
  });

  test.each([
    [
      "a push that deploys waits for the run before, so that its plan is of what is there then",
      "push",
      "shop-staging",
      /^application-shop-staging$/,
    ],
    ["a pull request waits for none", "pull_request", "shop-staging", /^application-run-\d+-ghcr.io\/acme\/shop-$/],
    ["a run that deploys no such stack waits for none", "push", "", /^application-run-\d+-ghcr.io\/acme\/shop-$/],
  ])(recorded("%s"), async (_, name, stack, group) => {
    const more = { ...google, deploy_stack: stack, image: "ghcr.io/acme/shop" };
    const { result } = await deployed(more, answers, name === "push" ? pushed : { name, actor: "ada", head: "edit" });
    const call = result.jobs.find(({ id }) => id === "call");
    expect(call?.concurrency).toEqual({
      group: expect.stringMatching(group),
      "cancel-in-progress": false,
      queue: "max",
    });
  });

  test(recorded("one deploy of a stack at a time, and a job has no right but those that it needs"), async () => {
    const { result } = await deployed(google);
    const job = jobOf(result, "call/deploy");
    expect(job.concurrency).toEqual({ group: "release-shop-staging", "cancel-in-progress": false, queue: "max" });
    expect(job.permissions).toEqual({ actions: "read", contents: "read", "id-token": "write" });
    const plan = jobOf(result, "call/deploy-plan");
    expect(plan.permissions).toEqual({ contents: "read", "id-token": "write", packages: "read" });
  });
});
