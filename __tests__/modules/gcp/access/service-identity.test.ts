import "cdktf/lib/testing/adapters/jest";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceIdentity, type ServiceIdentityProps } from "../../../../modules/gcp/access/service-identity";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const make = (props: Partial<ServiceIdentityProps> = {}) =>
  synthesized((scope) => {
    new ServiceIdentity(scope, "identity", { names, name: "api", description: "What api runs as", ...props });
  });

describe("ServiceIdentity", () => {
  test("a new account has no rights", () => {
    expect(make()).toHaveResourceWithProperties(ServiceAccount, { account_id: "test-execution-prod-api" });
    expect(make()).not.toHaveResource(ProjectIamMember);
  });

  test("a role on the project is granted to this account", () => {
    expect(make({ roles: ["roles/cloudtrace.agent"] })).toHaveResourceWithProperties(ProjectIamMember, {
      project: "example-prod",
      role: "roles/cloudtrace.agent",
      member: expect.stringMatching(/^\$\{google_service_account\..*\.member\}$/),
    });
  });

  test.each(["roles/owner", "roles/editor", "roles/viewer"])("%s is refused", (role) => {
    expect(() => make({ roles: [role] })).toThrow(`expected a role for one job, found the basic role ${role}`);
  });
});
