import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { EncryptionKey, type EncryptionKeyProps } from "../../../../modules/aws/access/encryption-key";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const make = (props: Partial<EncryptionKeyProps> = {}) =>
  synthesized((scope) => {
    new EncryptionKey(scope, "key", { names, name: "data", description: "Application data", ...props });
  });

describe("EncryptionKey", () => {
  test("a key rotates, has an alias, and is kept 30 days after it was deleted", () => {
    const stack = make();
    expect(stack).toHaveResourceWithProperties(KmsKey, {
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      description: "Application data",
    });
    expect(stack).toHaveResourceWithProperties(KmsAlias, { name: "alias/test-execution-prod-data" });
  });

  test("the account decides who uses it, by actions with a name", () => {
    const [account, ...others] = make().statements();
    expect(others).toEqual([]);
    expect(account.principals).toEqual([{ type: "AWS", identifiers: ["arn:aws:iam::111111111111:root"] }]);
    expect(account.actions).toEqual(expect.arrayContaining(["kms:PutKeyPolicy", "kms:Decrypt", "kms:CreateGrant"]));
    expect(account.actions.filter((action) => action.includes("*"))).toEqual([]);
  });

  test("a service uses it for this account only, each as it can say so", () => {
    const services = ["logs.us-east-1.amazonaws.com", "cloudtrail.amazonaws.com", "cloudwatch.amazonaws.com"];
    const conditions = make({ services })
      .statements()
      .slice(1)
      .map(({ condition }) => condition?.[0]);
    expect(conditions.slice(0, 3)).toMatchObject([
      { variable: "kms:EncryptionContext:aws:logs:arn", values: ["arn:aws:logs:us-east-1:111111111111:log-group:*"] },
      {
        variable: "kms:EncryptionContext:aws:cloudtrail:arn",
        values: ["arn:aws:cloudtrail:us-east-1:111111111111:trail/*"],
      },
      { variable: "aws:SourceAccount", values: ["111111111111"] },
    ]);
  });

  test("only Auto Scaling's own role gains a right, for disks, and the policy is valid before that role exists", () => {
    expect(make().statements()).toHaveLength(1);
    const [use, grant, ...others] = make({ autoScaling: true }).statements().slice(1);
    const role =
      "arn:aws:iam::111111111111:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
    const isRole = { test: "StringEquals", variable: "aws:PrincipalArn", values: [role] };
    expect(use.condition).toEqual([isRole]);
    expect(use.actions).not.toContain("kms:CreateGrant");
    expect(grant).toMatchObject({
      actions: ["kms:CreateGrant"],
      condition: [isRole, { variable: "kms:GrantIsForAWSResource", values: ["true"] }],
    });
    expect(others).toEqual([]);
  });

  test("CloudTrail looks at the key, writes to buckets with a key of theirs, and publishes to this account's topics", () => {
    const [look, write, publish] = make({ services: ["cloudtrail.amazonaws.com"] })
      .statements()
      .slice(2);
    expect(look).toMatchObject({ actions: ["kms:DescribeKey"] });
    expect(write).toMatchObject({
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      condition: [{ variable: "aws:SourceArn", values: ["arn:aws:cloudtrail:us-east-1:111111111111:trail/*"] }],
    });
    expect(publish).toMatchObject({
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      condition: [
        { variable: "kms:EncryptionContext:aws:sns:topicArn", values: ["arn:aws:sns:us-east-1:111111111111:*"] },
      ],
    });
  });
});
