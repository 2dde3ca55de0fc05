import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { policyDocument, type Statement } from "../access/policy";

/** The identity provider by which IAM trusts the service accounts of a cluster. */
export interface ClusterIdentity {
  /** ARN of the cluster's OIDC provider in IAM. */
  readonly oidcProviderArn: string;
  /** The issuer of the cluster's tokens, without `https://`. */
  readonly oidcIssuer: string;
}

export interface ServiceAccountRoleProps {
  readonly names: Names;
  /** The last part of the role's name, by which another stack finds it. */
  readonly name: string;
  /** The cluster of the service account. */
  readonly cluster: ClusterIdentity;
  /** Namespace of the service account. */
  readonly namespace: string;
  /** Names of the service accounts whose pods share the rights. */
  readonly serviceAccounts: readonly string[];
  /** The rights of its pods. @default - nothing beyond `managedPolicies` */
  readonly statements?: readonly Statement[];
  /** AWS managed policies by name, where AWS maintains a narrow one for exactly this job. @default - none */
  readonly managedPolicies?: readonly string[];
}

/** An IAM role for named Kubernetes service accounts (IRSA): only their pods get its short-lived credentials. */
export class ServiceAccountRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: ServiceAccountRoleProps) {
    super(scope, id);
    const { names, name, cluster, namespace, serviceAccounts } = props;
    const claim = (claimName: string, ...values: string[]) => ({
      test: "StringEquals",
      variable: `${cluster.oidcIssuer}:${claimName}`,
      values,
    });
    const role = new IamRole(this, "role", {
      name: names.of("iam_role", name),
      description: `Service account ${serviceAccounts.map((account) => `${namespace}/${account}`).join(", ")}`,
      assumeRolePolicy: policyDocument(this, "trust", [
        {
          actions: ["sts:AssumeRoleWithWebIdentity"],
          principals: [{ type: "Federated", identifiers: [cluster.oidcProviderArn] }],
          conditions: [
            claim("aud", "sts.amazonaws.com"),
            claim("sub", ...serviceAccounts.map((account) => `system:serviceaccount:${namespace}:${account}`)),
          ],
        },
      ]),
    });
    if (props.statements?.length) {
      new IamRolePolicy(this, "policy", {
        name: "permissions",
        role: role.name,
        policy: policyDocument(this, "permissions", props.statements),
      });
    }
    for (const policy of props.managedPolicies ?? []) {
      new IamRolePolicyAttachment(this, policy, { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` });
    }
    this.arn = role.arn;
  }
}
