import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { type Condition, policyDocument, type Statement } from "./policy";

export interface EncryptionKeyProps {
  readonly names: Names;
  /** The last part of the alias. */
  readonly name: string;
  /** What the key protects, for whoever reads the list of keys. */
  readonly description: string;
  /**
   * Services that use the key without a role of this account, e.g. `logs.us-east-1.amazonaws.com`. Each must name
   * the account it works for in its request: EventBridge does not, so it cannot publish to a topic under this key.
   * @default - none: a service that acts through a role or a grant of this account needs no entry
   */
  readonly services?: readonly string[];
  /** EC2 Auto Scaling may start instances whose disks are under the key, as those of a node group are. @default false */
  readonly autoScaling?: boolean;
  /** Days between the order to delete the key and its end, 7 to 30 (AWS limits). @default 30 */
  readonly deletionWindowDays?: number;
  /** For a key in another region. @default - the stack's provider */
  readonly provider?: TerraformProvider;
}

// Every action on one symmetric key, by name. With kms:PutKeyPolicy among them the account never locks itself out.
const administration = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];
const use = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];
const grants = ["kms:CreateGrant", "kms:RetireGrant", "kms:RevokeGrant"];

/** A customer-managed KMS key with yearly rotation and an alias; who in the account may use it is decided by IAM. */
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
          // In a key policy "*" is the key itself.
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
              // CloudTrail looks at the key before it names the trail (AWS CloudTrail user guide, "Configure KMS key policies").
              { ...common, actions: ["kms:DescribeKey"] },
              // A message to an encrypted topic names the topic, not the trail.
              { ...common, actions: ["kms:Decrypt", "kms:GenerateDataKey"], conditions: [ownTopic(names)] },
            ];
          }),
        ...(props.autoScaling ? autoScalingStatements(names) : []),
      ]),
    });
    new KmsAlias(this, "alias", {
      provider,
      name: `alias/${names.of("generic", props.name)}`,
      targetKeyId: key.keyId,
    });

    this.keyArn = key.arn;
    this.keyId = key.keyId;
  }
}

/**
 * EC2 Auto Scaling acts through its service-linked role, whose rights cannot be extended by IAM (Amazon EC2 Auto Scaling user
 * guide, "Required AWS KMS key policy for use with encrypted volumes"). The role is named in a condition, because KMS refuses
 * a principal that does not exist yet, and AWS makes this one with the account's first group.
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

/** How a service says for whom it acts. Log services say it in the encryption context, the others by source account. */
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

function ownTopic(names: Names): Condition {
  return { test: "ArnLike", variable: "kms:EncryptionContext:aws:sns:topicArn", values: [names.arn("sns", "*")] };
}
