import "cdktf/lib/testing/adapters/jest";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Testing } from "cdktf";
import {
  ServiceAccountRole,
  type ServiceAccountRoleProps,
} from "../../../../modules/aws/kubernetes/service-account-role";
import { names } from "../fixtures";
import { bodies, identity, statements } from "./kubernetes-fixture";

const synth = (props: Partial<ServiceAccountRoleProps> = {}): string =>
  Testing.synthScope((scope) => {
    new ServiceAccountRole(scope, "reader", {
      names,
      name: "reader",
      cluster: identity,
      namespace: "shop",
      serviceAccount: "reader-sa",
      ...props,
    });
  });

describe("ServiceAccountRole", () => {
  test("another stack finds the role by its name", () => {
    expect(synth()).toHaveResourceWithProperties(IamRole, { name: "test-execution-prod-reader" });
  });

  test("it is taken by one service account of one cluster, exactly", () => {
    expect(statements(synth(), "reader_trust")).toEqual([
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

  test("it may do what it was given, and nothing by itself", () => {
    expect(bodies(synth(), IamRolePolicy)).toEqual({});
    expect(bodies(synth(), IamRolePolicyAttachment)).toEqual({});
    const stack = synth({
      statements: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::bucket/*"] }],
      managedPolicies: ["AmazonEKS_CNI_Policy"],
    });
    expect(statements(stack, "reader_permissions")).toEqual([
      { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::bucket/*"] },
    ]);
    expect(stack).toHaveResourceWithProperties(IamRolePolicyAttachment, {
      policy_arn: "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    });
  });
});
