import { aws } from "../../../../settings/schema/aws/schema";
import { cdn } from "../../../../settings/schema/aws-shared/ingress";

describe("settings of the CDN", () => {
  test("the CDN is off by default, and exclusive once it is on", () => {
    expect(cdn.parse(undefined)).toEqual({ enabled: false, exclusive: true, price_class: "PriceClass_All" });
  });

  test.each([
    [
      "certificate_arn",
      "arn:aws:acm:us-east-1:111111111111:certificate/1",
      "arn:aws:acm:eu-west-1:111111111111:certificate/1",
    ],
    [
      "web_acl_arn",
      "arn:aws:wafv2:us-east-1:111111111111:global/webacl/a/1",
      "arn:aws:wafv2:us-east-1:111111111111:regional/webacl/a/1",
    ],
  ])("%s is one that CloudFront finds", (key, good, bad) => {
    expect(cdn.safeParse({ [key]: good }).success).toBe(true);
    expect(cdn.safeParse({ [key]: bad }).success).toBe(false);
  });
});

describe("database.restore_from", () => {
  const { restore_from } = aws.shape.database.unwrap().shape;

  test.each([
    "arn:aws:rds:eu-west-1:111111111111:auto-backup:ab-abcdefgh1234",
    "arn:aws:rds:eu-west-1:111111111111:snapshot:before-upgrade",
    "arn:aws:rds:eu-west-1:111111111111:snapshot:rds:test-execution-prod-main-2026-01-01-03-05",
    "test-execution-prod-main-final",
    "rds:test-execution-prod-main-2026-01-01-03-05",
  ])("%s is a backup", (value) => {
    expect(restore_from.safeParse(value).success).toBe(true);
  });

  test.each(["arn:aws:rds:eu-west-1:111111111111:db:main", "arn:aws:s3:::bucket", "a snapshot", ""])(
    "%j is none",
    (value) => {
      expect(restore_from.safeParse(value).success).toBe(false);
    },
  );
});
