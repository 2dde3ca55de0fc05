import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool";
import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { type FederatedRepository, GithubFederation } from "../../../../modules/gcp/account/github-federation";
import { PipelineIdentity } from "../../../../modules/gcp/account/pipeline-identity";
import { Names } from "../../../../modules/names";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const own: FederatedRepository = { repository: "example/project", workflowsOf: ["example/project"] };

const make = (repositories: readonly FederatedRepository[] = [own], made = names) =>
  synthesized((scope) => {
    const federation = new GithubFederation(scope, "federation", { names: made, repositories });
    new PipelineIdentity(scope, "plan", {
      names: made,
      name: "plan",
      description: "Plans",
      federation,
      repository: own,
      environment: "prod-plan",
      roles: [],
    });
  });

test("a token is of a named repository and of its own workflow files", () => {
  const { attribute_condition, oidc } = make().one(IamWorkloadIdentityPoolProvider);
  expect(attribute_condition).toBe(
    '(assertion.repository == "example/project" && assertion.job_workflow_ref.startsWith("example/project/.github/workflows/"))',
  );
  // Google's own default: the provider's name, which no other cloud's token has.
  expect(oidc).toEqual({ issuer_uri: "https://token.actions.githubusercontent.com" });
});

test("an application's repository may run the project's reusable workflows, and its numbers are compared where they are known", () => {
  const application = {
    repository: "example/shop",
    subject: "example@7/shop@42",
    workflowsOf: ["example/shop", "example/project"],
  };
  const { attribute_condition } = make([own, application]).one(IamWorkloadIdentityPoolProvider);
  expect(attribute_condition.split(" || (assertion.repository")[1]).toBe(
    ' == "example/shop" && assertion.repository_id == "42" && assertion.repository_owner_id == "7" && (assertion.job_workflow_ref.startsWith("example/shop/.github/workflows/") || assertion.job_workflow_ref.startsWith("example/project/.github/workflows/")))',
  );
});

test("an account is that of the jobs of one GitHub environment, whichever form the claim `sub` has", () => {
  const made = make([{ ...own, subject: "example@7/project@43" }]);
  expect(made.one(ServiceAccountIamMember)).toMatchObject({
    role: "roles/iam.workloadIdentityUser",
    member: expect.stringMatching(
      /^principal:\/\/iam\.googleapis\.com\/\$\{google_iam_workload_identity_pool\..*\.name\}\/subject\/repo:example\/project:environment:prod-plan$/,
    ),
  });
  expect(made.one(IamWorkloadIdentityPoolProvider).attribute_mapping).toMatchObject({
    "google.subject": '"repo:" + assertion.repository + ":environment:" + assertion.environment',
    "attribute.job_workflow_ref": "assertion.job_workflow_ref",
  });
});

test("a pool is named within 4 to 32 characters, and not as Google's own are", () => {
  const long = new Names({
    name: "a-system-with-a-long-name",
    environment: "production-eu",
    accountId: "p",
    region: "r",
  });
  const short = new Names({ name: "gcp", environment: "dev", accountId: "p", region: "r" });
  for (const each of [names, long, short]) {
    const { workload_identity_pool_id: id } = make([own], each).one(IamWorkloadIdentityPool);
    expect(id).toMatch(/^(?!gcp-)[a-z][a-z0-9-]{3,31}$/);
  }
});
