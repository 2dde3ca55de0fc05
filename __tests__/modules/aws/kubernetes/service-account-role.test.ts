import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import {
  ServiceAccountRole,
  type ServiceAccountRoleProps,
} from "../../../../modules/aws/kubernetes/service-account-role";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";
import { identity } from "./kubernetes-fixture";

const make = (props: Partial<ServiceAccountRoleProps> = {}) =>
  synthesized((scope) => {
    new ServiceAccountRole(scope, "reader", {
      names,
      name: "reader",
      cluster: identity,
      namespace: "shop",
      serviceAccounts: ["reader-sa"],
      ...props,
    });
  });

describe("ServiceAccountRole", () => {
  test("another stack finds the role by its name", () => {
    expect(make()).toHaveResourceWithProperties(IamRole, { name: "test-execution-prod-reader" });
  });

  test("it is taken by one service account of one cluster, exactly", () => {
    expect(make().statements("reader_trust")).toEqual([
      {
        actions: ["sts:AssumeRoleWithWebIdentity"],
        principals: [{ type: "Federated", identifiers: [identity.oidcProviderArn] }],
        condition: [
          { test: "StringEquals", variable: "oidc.example.com/id/1:aud", values: ["sts.amazonaws.com"] },
          {
            test: "StringEquals",
            variable: "oidc.example.com/id/1:sub",
            values: ["system:serviceaccount:shop:reader-sa"],
          },
        ],
      },
    ]);
  });

  test("accounts that share the rights are named one by one", () => {
    const [trust] = make({ serviceAccounts: ["reader-sa", "writer-sa"] }).statements("reader_trust");
    expect(trust?.condition).toContainEqual(
      expect.objectContaining({
        values: ["system:serviceaccount:shop:reader-sa", "system:serviceaccount:shop:writer-sa"],
      }),
    );
  });

  test("it may do what the given statements and policies allow, and nothing else", () => {
    expect(make().all(IamRolePolicy)).toEqual([]);
    expect(make().all(IamRolePolicyAttachment)).toEqual([]);
    const stack = make({
      statements: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::bucket/*"] }],
      managedPolicies: ["AmazonEKS_CNI_Policy"],
    });
    expect(stack.statements("reader_permissions")).toEqual([
      { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::bucket/*"] },
    ]);
    expect(stack).toHaveResourceWithProperties(IamRolePolicyAttachment, {
      policy_arn: "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    });
  });
});
