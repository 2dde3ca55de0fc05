import { githubIssuerHost } from "../../github";
import type { Names } from "../../names";
import type { Statement } from "../access/policy";

/**
 * What no role of the systems may do, and not the role of the pipeline that makes them: the keys of the house. As a permissions boundary
 * the first statement grants nothing; it leaves a role what its own policies allow.
 */
export function boundaryStatements(names: Names, boundaryArn: string): Statement[] {
  const { name, accountId } = names;
  const deny = (
    sid: string,
    actions: string[],
    resources = ["*"],
    conditions?: Statement["conditions"],
  ): Statement => ({
    sid,
    effect: "Deny",
    actions,
    resources,
    ...(conditions && { conditions }),
  });
  const own = (service: string, resource: string) => `arn:aws:${service}:*:${accountId}:${resource}`;
  const roles = [names.arn("iam", `role/${name}-*`), names.arn("iam", `policy/${name}-*`)];
  const buckets = [`arn:aws:s3:::${name}-*`];
  const records = ["audit-trail", "copies", "state-logs"].map((part) => `arn:aws:s3:::${name}-*-${part}-*/*`);
  const unbound = [{ test: "StringNotEquals", variable: "iam:PermissionsBoundary", values: [boundaryArn] }];
  return [
    { sid: "Within", actions: ["*"], resources: ["*"] },
    deny("NoPeople", [
      "account:*",
      "iam:*AccessKey*",
      "iam:*AccountAlias*",
      "iam:*AccountPasswordPolicy",
      "iam:*Group*",
      "iam:*LoginProfile",
      "iam:*MFADevice",
      "iam:*SAMLProvider*",
      "iam:*SSHPublicKey*",
      "iam:*ServiceSpecificCredential*",
      "iam:*User*",
      "organizations:*",
      "sso:*",
    ]),
    deny(
      "NoRolesOfTheAccount",
      [
        "iam:Add*",
        "iam:Attach*",
        "iam:Create*",
        "iam:Delete*",
        "iam:Detach*",
        "iam:PassRole",
        "iam:Put*",
        "iam:Set*",
        "iam:Tag*",
        "iam:Untag*",
        "iam:Update*",
      ],
      roles,
    ),
    deny("NoTrustInGithub", ["iam:*OpenIDConnectProvider*"], [names.arn("iam", `oidc-provider/${githubIssuerHost}`)]),
    deny(
      "NoRoleWithoutBoundary",
      ["iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"],
      ["*"],
      unbound,
    ),
    deny("NoWayOut", ["iam:DeleteRolePermissionsBoundary"]),
    deny(
      "NoBucketsOfTheAccount",
      [
        "s3:BypassGovernanceRetention",
        "s3:DeleteBucket*",
        "s3:DeleteObjectVersion*",
        "s3:PutBucket*",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
        "s3:PutObjectAcl",
        "s3:PutObjectVersionAcl",
        "s3:PutReplicationConfiguration",
      ],
      [...buckets, `${buckets[0]}/*`],
    ),
    deny("NoRecords", ["s3:DeleteObject", "s3:PutObject"], [...records, `arn:aws:s3:::${name}-*/account-*`]),
    deny(
      "NoReleasesForgotten",
      ["s3:DeleteObject"],
      [`arn:aws:s3:::${name}-*/drift/*`, `arn:aws:s3:::${name}-*/releases/*`],
    ),
    deny(
      "NoLockTable",
      [
        "dynamodb:Create*",
        "dynamodb:DeleteResourcePolicy",
        "dynamodb:DeleteTable",
        "dynamodb:PutResourcePolicy",
        "dynamodb:Update*",
      ],
      [own("dynamodb", `table/${name}-*`)],
    ),
    deny("NoKeys", ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"], [own("kms", `alias/${name}-*`)]),
    deny(
      "NoKeysOfTheAccount",
      ["kms:CreateGrant", "kms:Disable*", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:UpdatePrimaryRegion"],
      ["*"],
      [{ test: "ForAnyValue:StringLike", variable: "kms:ResourceAliases", values: [`alias/${name}-*`] }],
    ),
    deny("NoAuditTrail", [
      "cloudtrail:AddTags",
      "cloudtrail:Create*",
      "cloudtrail:Delete*",
      "cloudtrail:Put*",
      "cloudtrail:RemoveTags",
      "cloudtrail:Stop*",
      "cloudtrail:Update*",
    ]),
    deny(
      "NoAuditLog",
      ["logs:Delete*", "logs:Put*", "sns:AddPermission", "sns:DeleteTopic", "sns:SetTopicAttributes"],
      [own("logs", `log-group:/${name}/*`), own("sns", `${name}-*`)],
    ),
    deny("NoDefaults", [
      "ec2:DisableEbsEncryptionByDefault",
      "ec2:ModifyEbsDefaultKmsKeyId",
      "ec2:ResetEbsDefaultKmsKeyId",
      "s3:PutAccountPublicAccessBlock",
    ]),
    deny("NoApiLogRole", ["apigateway:PATCH"], ["arn:aws:apigateway:*::/account"]),
  ];
}
