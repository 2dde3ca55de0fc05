import type { StackJson } from "../stacks/synthesized";
import { waitsForNothingForeign } from "./made-elsewhere";

const stack = (resource: StackJson["resource"]): StackJson => ({ resource, provider: {}, terraform: {} });

const entry = { aws_eks_access_entry: { admin: { principal_arn: "arn:aws:iam::111111111111:role/admin" } } };
const policy = { admin: { principal_arn: "${aws_eks_access_entry.admin.principal_arn}" } };

describe("what names something that the stack does not make", () => {
  test.each([
    ["", entry, "aws_eks_access_entry.admin"],
    [
      ", also through another",
      { ...entry, aws_eks_access_policy_association: policy },
      "aws_eks_access_policy_association.admin",
    ],
  ])("is in the order of nothing else%s", (_, resource, other) => {
    const nodes = { web: { depends_on: [other] } };
    expect(waitsForNothingForeign(stack({ ...resource, aws_eks_node_group: nodes }))).toEqual([
      {
        address: "aws_eks_node_group.web",
        must: `not wait for ${other}: aws_eks_access_entry.admin names something that the stack does not make`,
      },
    ]);
  });

  test("may be referred to, and waited for where it proves a certificate", () => {
    const record = { proof: { zone_id: "Z0123456789ABCDEFGHIJ" } };
    const certificate = { valid: { depends_on: ["aws_route53_record.proof"] } };
    expect(waitsForNothingForeign(stack({ ...entry, aws_eks_access_policy_association: policy }))).toEqual([]);
    expect(
      waitsForNothingForeign(stack({ aws_route53_record: record, aws_acm_certificate_validation: certificate })),
    ).toEqual([]);
  });

  test("is none of the stack's own, which is a reference", () => {
    const role = {
      aws_iam_role: { own: { name: "own" } },
      aws_eks_access_entry: { own: { principal_arn: "${aws_iam_role.own.arn}" } },
    };
    const nodes = { web: { depends_on: ["aws_eks_access_entry.own"] } };
    expect(waitsForNothingForeign(stack({ ...role, aws_eks_node_group: nodes }))).toEqual([]);
  });
});
