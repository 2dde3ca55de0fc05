import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { administration, grants, use } from "./encryption-key-actions";
import { type Condition, policyDocument, type Statement } from "./policy";

export interface EncryptionKeyProps {
  readonly names: Names;
  /** The last part of the alias, `alias/<prefix>-<name>`. */
  readonly name: string;
  /** What the key protects, as the list of keys shows it. */
  readonly description: string;
  /**
   * AWS services that use the key without a role of this account, such as `logs.us-east-1.amazonaws.com`. Each must name
   * in its request the account that it works for. EventBridge does not, so it cannot publish to a topic under this key.
   * @default - none: a service that acts through a role or a grant of this account needs no entry
   */
  readonly services?: readonly string[];
  /** Whether EC2 Auto Scaling may start instances whose disks are under the key, as a node group needs. @default false */
  readonly autoScaling?: boolean;
  /** Days between a deletion request and the deletion of the key, 7 to 30 (AWS limits). @default 30 */
  readonly deletionWindowDays?: number;
  /** For a key in another region. @default - the stack's provider */
  readonly provider?: TerraformProvider;
}

/** A customer-managed KMS key with yearly rotation and an alias. IAM decides who in the account may use it. */
export class EncryptionKey extends Construct {
  readonly keyArn: string;
  readonly keyId: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { names, provider } = props;

    const key = new KmsKey(this, "key", {
      provider,
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: props.deletionWindowDays ?? 30,
      policy: policyDocument(this, "policy", [
        {
          sid: "AccountDecidesByIam",
          actions: [...administration, ...use, ...grants],
          // In a key policy "*" means the key itself.
          resources: ["*"],
          principals: [{ type: "AWS", identifiers: [names.arn("iam", "root")] }],
        },
        ...(props.services ?? []).map((service) => ({
          actions: use,
          resources: ["*"],
          principals: [{ type: "Service" as const, identifiers: [service] }],
          conditions: [forThisAccount(service, names)],
        })),
        ...(props.services ?? [])
          .filter((service) => service.startsWith("cloudtrail."))
          .flatMap((service) => {
            const common = { resources: ["*"], principals: [{ type: "Service" as const, identifiers: [service] }] };
            return [
              // CloudTrail describes the key before it names the trail (CloudTrail user guide, "Configure KMS key policies").
              { ...common, actions: ["kms:DescribeKey"] },
              // A bucket with an S3 Bucket Key lets it read and write under another context than the trail's (the same page).
              { ...common, actions: ["kms:Decrypt", "kms:GenerateDataKey"], conditions: [ownTrail(names)] },
              // The request for a message to an encrypted topic names the topic, not the trail.
              { ...common, actions: ["kms:Decrypt", "kms:GenerateDataKey"], conditions: [ownTopic(names)] },
            ];
          }),
        ...(props.autoScaling ? autoScalingStatements(names) : []),
      ]),
    });
    new KmsAlias(this, "alias", {
      provider,
      name: names.of("key_alias", props.name),
      targetKeyId: key.keyId,
    });

    this.keyArn = key.arn;
    this.keyId = key.keyId;
  }
}

/**
 * EC2 Auto Scaling acts through its service-linked role, which IAM policies cannot extend (Amazon EC2 Auto Scaling user guide,
 * "Required AWS KMS key policy for use with encrypted volumes"). A condition names the role, because KMS refuses a principal
 * that does not exist yet: AWS makes this role with the account's first Auto Scaling group.
 */
function autoScalingStatements(names: Names): Statement[] {
  const role = names.arn("iam", "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling");
  const common = { resources: ["*"], principals: [{ type: "AWS" as const, identifiers: ["*"] }] };
  const isRole = { test: "StringEquals", variable: "aws:PrincipalArn", values: [role] };
  const forResource = { test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] };
  return [
    { ...common, sid: "AutoScaling", actions: use, conditions: [isRole] },
    { ...common, sid: "AutoScalingDisks", actions: ["kms:CreateGrant"], conditions: [isRole, forResource] },
  ];
}

/** The condition by which a service names the account it acts for: log services in the encryption context, others as source account. */
function forThisAccount(service: string, names: Names): Condition {
  if (service.startsWith("logs.")) {
    return {
      test: "ArnLike",
      variable: "kms:EncryptionContext:aws:logs:arn",
      values: [names.arn("logs", "log-group:*")],
    };
  }
  if (service.startsWith("cloudtrail.")) {
    return {
      test: "ArnLike",
      variable: "kms:EncryptionContext:aws:cloudtrail:arn",
      values: [names.arn("cloudtrail", "trail/*")],
    };
  }
  return { test: "StringEquals", variable: "aws:SourceAccount", values: [names.accountId] };
}

function ownTrail(names: Names): Condition {
  return { test: "ArnLike", variable: "aws:SourceArn", values: [names.arn("cloudtrail", "trail/*")] };
}

function ownTopic(names: Names): Condition {
  return { test: "ArnLike", variable: "kms:EncryptionContext:aws:sns:topicArn", values: [names.arn("sns", "*")] };
}
