import "cdktf/lib/testing/adapters/jest";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { Testing } from "cdktf";
import { ServiceIdentity, type ServiceIdentityProps } from "../../../../modules/gcp/access/service-identity";
import { names } from "../fixtures";

function synth(props: Partial<ServiceIdentityProps> = {}): string {
  return Testing.synthScope((scope) => {
    new ServiceIdentity(scope, "identity", { names, name: "api", description: "What api runs as", ...props });
  });
}

describe("ServiceIdentity", () => {
  test("an account begins without any right", () => {
    expect(synth()).toHaveResourceWithProperties(ServiceAccount, { account_id: "test-execution-prod-api" });
    expect(synth()).not.toHaveResource(ProjectIamMember);
  });

  test("a role on the project is added for it alone", () => {
    expect(synth({ roles: ["roles/cloudtrace.agent"] })).toHaveResourceWithProperties(ProjectIamMember, {
      project: "example-prod",
      role: "roles/cloudtrace.agent",
      member: expect.stringMatching(/^\$\{google_service_account\..*\.member\}$/),
    });
  });

  test.each(["roles/owner", "roles/editor", "roles/viewer"])("%s is refused", (role) => {
    expect(() => synth({ roles: [role] })).toThrow(`expected a role for one job, found the basic role ${role}`);
  });
});
