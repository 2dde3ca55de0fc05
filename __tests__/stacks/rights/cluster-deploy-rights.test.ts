import { Permissions } from "../../policy/permissions";
import { accountOf, examples, resources, type StackJson, synthesizeAll } from "../synthesized";
import { refreshActions } from "./refresh-actions";

/** What a pipeline may do that deploys images to a cluster: change workloads of one namespace, and nothing of AWS. */

/** Where Terraform deploys the image; elsewhere Git does. */
const environments = ["dev"];

describe.each(environments)("aws-eks-%s", (environment) => {
  let stack: StackJson;
  let workload: StackJson;
  let role: Permissions;
  beforeAll(async () => {
    const all = await synthesizeAll();
    stack = all.get(`aws-eks-${environment}`) as StackJson;
    workload = all.get(`ai-prism-kubernetes-${environment}`) as StackJson;
    role = new Permissions(stack, `ai-prism-${environment}-deploy`);
  });

  test("its entry of EKS is limited to the namespace that the system's stack deploys to", () => {
    const [entry] = resources(stack, "aws_eks_access_policy_association").filter(({ address }) =>
      address.includes("deploy-role"),
    );
    const [namespace] = resources(workload, "kubernetes_namespace_v1").map(
      ({ body }) => (body["metadata"] as { name: string }).name,
    );
    expect(entry?.body).toMatchObject({
      policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
      access_scope: { type: "namespace", namespaces: [namespace] },
    });
  });

  test("it writes the state of that stack, which is one of the project, and no other", () => {
    const id = `ai-prism-kubernetes-${environment}`;
    expect(examples.stacks.map((one) => one.id)).toContain(id);
    const bucket = `arn:aws:s3:::multicloud-${environment}-state-${accountOf(stack)}`;
    expect(role.may("s3:PutObject", `${bucket}/${id}`)).toBe(true);
    for (const other of [`aws-eks-${environment}`, `account-${environment}`, `releases/${id}/1/1.json`]) {
      expect([other, role.may("s3:PutObject", `${bucket}/${other}`)]).toEqual([other, false]);
    }
  });

  test("it reads what that stack looks up in AWS, so that a plan of it is possible", () => {
    const types = Object.keys(workload.data ?? {}).filter((type) => type.startsWith("aws_"));
    expect(types).toContain("aws_eks_cluster");
    const needed = types.flatMap((type) => refreshActions[`data.${type}`] ?? []);
    expect(needed.filter((action) => !role.may(action))).toEqual([]);
  });

  test.each([
    "eks:UpdateClusterConfig",
    "eks:CreateAccessEntry",
    "ec2:RunInstances",
    "iam:PassRole",
    "rds:ModifyDBCluster",
    "secretsmanager:GetSecretValue",
    "sts:AssumeRole",
  ])("it may not %s", (action) => {
    expect(role.may(action)).toBe(false);
  });

  test("its ARN is an output", () => {
    expect(stack.output?.["deploy_role_arn"]).toMatchObject({ value: expect.stringMatching(/deploy-role/) });
  });
});

test("where Argo CD deploys there is no such role: the commit is the release", async () => {
  const all = await synthesizeAll();
  for (const environment of ["test", "prod", "prod-dr"]) {
    const roles = resources(all.get(`aws-eks-${environment}`) as StackJson, "aws_iam_role");
    expect(roles.filter(({ address }) => address.includes("deploy-role"))).toEqual([]);
  }
});
