import { hcp } from "../../../settings/schema/hcp";

const organization = "your-org";
const provider = "projects/123456789/locations/global/workloadIdentityPools/terraform/providers/hcp-terraform";
const google = { service_account: "runs@example.iam.gserviceaccount.com", workload_provider: provider };

test("runs are on the machine of the command unless the settings name them", () => {
  expect(hcp.parse({ organization })).toEqual({ organization, hostname: "app.terraform.io" });
  expect(hcp.parse({ organization, runs: {} }).runs).toEqual({});
});

test("an identity for each cloud", () => {
  const runs = {
    aws_role_arn: "arn:aws:iam::111122223333:role/terraform",
    google,
    azure: { client_id: "11111111-2222-4333-8444-555555555555", tenant_id: "66666666-7777-4888-9999-000000000000" },
  };
  expect(hcp.parse({ organization, runs }).runs).toEqual(runs);
});

test.each([
  { aws_role_arn: "arn:aws:sts::111122223333:assumed-role/terraform/me" },
  { google: { ...google, workload_provider: "terraform" } },
  { google: { ...google, workload_provider: provider.replace("123456789", "your-project") } },
  { google: { service_account: google.service_account } },
  { azure: { client_id: "app" } },
  { mode: "remote" },
])("%j is refused", (runs) => {
  expect(hcp.safeParse({ organization, runs }).success).toBe(false);
});
