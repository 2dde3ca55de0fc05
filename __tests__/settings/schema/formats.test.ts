import type * as z from "zod";
import {
  cidr,
  environmentName,
  networkCidr,
  part,
  targetPercent,
  uniqueKeys,
  uniqueList,
} from "../../../settings/schema/common";
import * as formats from "../../../settings/schema/formats";
import { labelKey, labelValue, nodeLabelKey, objectName } from "../../../settings/schema/naming/kubernetes-labels";
import { awsSchedule, backupSchedule, cronFields } from "../../../settings/schema/schedule";

/** Values of each format: those that the services take, and those that they refuse. */
const kinds: Readonly<
  Record<string, readonly [schema: z.ZodType, right: readonly unknown[], wrong: readonly unknown[]]>
> = {
  awsSchedule: [
    awsSchedule,
    [
      "rate(1 minute)",
      "rate(5 minutes)",
      "rate(1 hour)",
      "rate(2 days)",
      "cron(0 3 * * ? *)",
      "cron(0/15 8-17 ? * MON-FRI *)",
      "cron(0 0 L * ? *)",
      "cron(0 0 1,15 * ? *)",
      "cron(0 9 15W * ? *)",
      "cron(0 9 ? * 2#1 *)",
      "cron(0 9 ? * 6L 2026-2030)",
      "cron(0 9 ? JAN,jul sun *)",
      "cron(*/5 * * * ? *)",
    ],
    [
      "rate(1 minutes)",
      "rate(5 minute)",
      "rate(0 minutes)",
      "rate(-1 minutes)",
      "rate(1 week)",
      "rate(1.5 hours)",
      "rate(1  hour)",
      "cron(0 3 * * ?)",
      "cron(0 3 * * * *)",
      "cron(0 3 ? * ? *)",
      "cron(60 3 * * ? *)",
      "cron(0 24 * * ? *)",
      "cron(0 3 32 * ? *)",
      "cron(0 3 * 13 ? *)",
      "cron(0 3 ? * 8 *)",
      "cron(0 3 ? * 0 *)",
      "cron(0 3 * * ? 1969)",
      "cron(0  3 * * ? *)",
      "cron(0 3 * FOO ? *)",
      "cron(? 3 * * ? *)",
      "cron(0 3 * * ? *) ",
      "0 3 * * *",
      "at(2026-01-01T00:00:00)",
      "cron(0/0 3 * * ? *)",
      "cron()",
      "",
    ],
  ],
  backupSchedule: [
    backupSchedule,
    ["cron(0 5 * * ? *)", "cron(30 5 ? * SUN *)", "cron(0 * * * ? *)"],
    ["rate(1 day)", "cron(0/30 * * * ? *)", "cron(0 5 * * *)", "cron(* 5 * * ? *)"],
  ],
  cronFields: [
    cronFields,
    ["0 3 * * *", "*/5 * * * *", "0 3 * * 0", "0 3 * * MON-FRI", "0 3 1,15 jan *", "0-30/5 3 * * *"],
    [
      "0 3 * * ? ",
      "60 3 * * *",
      "0 24 * * *",
      "0 3 0 * *",
      "0 3 * 13 *",
      "0 3 * * 8",
      "0 3 * *",
      "0 3 * * * *",
      "a b c d e",
      "0 3 ? * *",
    ],
  ],
  timezone: [
    formats.timezone,
    ["Etc/UTC", "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+1", "America/Port-au-Prince"],
    ["Europe/Berln", "europe/berlin", "CETT", "+01:00", "Berlin", ""],
  ],
  cidr: [
    cidr,
    ["0.0.0.0/0", "203.0.113.0/24", "203.0.113.7/32", "10.20.0.0/16"],
    ["203.0.113.7/24", "10.20.5.0/16", "10.0.0.0/33", "10.0.0/8", "10.0.0.256/32", "::/0", "10.0.0.0"],
  ],
  networkCidr: [
    networkCidr,
    ["10.0.0.0/8", "172.16.0.0/12", "100.64.0.0/16", "52.0.0.0/16"],
    ["0.0.0.0/0", "0.0.0.0/16", "127.0.0.0/16", "169.254.0.0/16", "224.0.0.0/16", "239.255.0.0/16", "10.20.5.0/16"],
  ],
  image: [
    formats.image,
    [
      "example:1",
      "nginx",
      "ghcr.io/example/app:1.2.3",
      "localhost:5000/app:dev",
      "111111111111.dkr.ecr.us-east-1.amazonaws.com/a/b__c:V1",
      `ghcr.io/example/app@sha256:${"a".repeat(64)}`,
      `ghcr.io/example/app:1@sha256:${"0".repeat(64)}`,
      "aws/codebuild/standard:7.0",
      "us-docker.pkg.dev/p/r/otelcol-google:0.138.0",
    ],
    [
      "ghcr.io/Your-Org/App:1",
      "https://ghcr.io/a/b:1",
      "a/b:",
      "a b:1",
      "a:1\u200b",
      "a:1:2",
      "/a:1",
      "a/b@sha256:12",
      "a//b",
      "a:.1",
      `a:${"1".repeat(129)}`,
      "${var.image}",
      "",
    ],
  ],
  domain: [
    formats.domain,
    ["example.com", `${"a".repeat(63)}.example.com`, "a-b.example.co", "xn--bcher-kva.example", "x.xn--p1ai"],
    [
      `${"a".repeat(64)}.example.com`,
      "Example.com",
      "-a.com",
      "a-.com",
      "a..com",
      "com",
      "a.com.",
      "a_b.com",
      "https://a.com",
    ],
  ],
  repository: [
    formats.repository,
    ["acme/shop", "a/b.c", "A-1/x_y"],
    ["acme/shop.git", "acme", "acme/shop/x", "-a/b", "https://github.com/acme/shop", "a/..", "a b/c"],
  ],
  gitUrl: [
    formats.gitUrl,
    [
      "https://github.com/o/r.git",
      "git@github.com:o/r.git",
      "ssh://git@host.example:2222/o/r.git",
      "https://host.example:8443/o/r",
    ],
    [
      "o/r",
      "http://github.com/o/r",
      "https://github.com",
      "git@github.com",
      "https://user:pw@github.com/o/r",
      "git@github.com:o/r\n",
    ],
  ],
  route53Zone: [formats.route53Zone, ["Z1", "Z0123456789ABCDEFGHIJ"], ["example.com", "z1", "/hostedzone/Z1", ""]],
  roleArn: [
    formats.roleArn,
    ["arn:aws:iam::111111111111:role/a", "arn:aws:iam::111111111111:role/path/a+b@c"],
    [
      "arn:aws:sts::111111111111:assumed-role/a/b",
      "arn:aws:iam::111111111111:user/a",
      "arn:aws:iam::1:role/a",
      "arn:aws-cn:iam::111111111111:role/a",
    ],
  ],
  principalArn: [
    formats.principalArn,
    ["arn:aws:iam::111111111111:role/a", "arn:aws:iam::111111111111:user/a"],
    [
      "arn:aws:sts::111111111111:assumed-role/a/b",
      "arn:aws:iam::111111111111:root",
      "arn:aws:iam::111111111111:group/a",
    ],
  ],
  arn: [
    formats.arn,
    [
      "arn:aws:acm:us-east-1:111111111111:certificate/1-2",
      "arn:aws:kms:us-east-1:111111111111:key/1",
      "arn:aws:s3:::a",
    ],
    ["arn:aws-us-gov:acm:us-gov-west-1:111111111111:certificate/1", "arn:aws:s3:::${x}", "arn:aws:s3:::a b"],
  ],
  region: [
    formats.region,
    ["us-east-1", "eu-central-2", "mx-central-1"],
    ["cn-north-1", "us-gov-west-1", "us-east", "eusc-de-east-1", "us-iso-east-1"],
  ],
  email: [
    formats.email,
    ["a@b.example", "first.last+tag@sub.example.com", "o'neil@example.com"],
    ["a@b", "a b@c.example", "a@b..example", "${x}@b.example", "@b.example"],
  ],
  environmentName: [
    environmentName,
    ["LOG_LEVEL", "http_proxy", "Logging__LogLevel__Default", "spring.profiles.active", "_X"],
    ["1A", "A-B", "A B", "A=B", "", "A\u200bB", "A\u00a0", "${A}"],
  ],
  part: [
    part,
    ["a", "a-b-c", "a1", "a".repeat(31)],
    ["a-", "-a", "a--b", "A", "1a", "a".repeat(32), "", "constructor"],
  ],
  targetPercent: [targetPercent, [1, 70, 100], [0, 0.5, 33.3, 101, 800]],
  labelKey: [labelKey, ["tier", "nvidia.com/gpu", "A_b.c"], ["/a", "a/", "a/b/c", "-a", "a b", "a".repeat(64)]],
  nodeLabelKey: [
    nodeLabelKey,
    ["tier", "k8s.amazonaws.com/accelerator", "node.kubernetes.io/pool", "mykubernetes.io/x"],
    ["kubernetes.io/tier", "node-role.kubernetes.io/web", "eks.amazonaws.com/x", "k8s.io/x"],
  ],
  labelValue: [labelValue, ["", "web", "R-D_team.1"], ["R&D team", "-a", "a-", "a".repeat(64)]],
  objectName: [objectName, ["a", "a-b.c"], ["A", "a_b", "-a", "a b"]],
};

describe.each(Object.entries(kinds))("%s", (_, [schema, right, wrong]) => {
  test.each(right)("takes %p", (value) => expect(schema.safeParse(value).error).toBeUndefined());
  test.each(wrong)("refuses %p", (value) => expect(schema.safeParse(value).success).toBe(false));
});

test("what is there twice is named where it is", () => {
  const { error } = uniqueList(cidr).safeParse(["10.0.0.0/8", "10.0.0.0/16", "10.0.0.0/8"]);
  expect(error?.issues).toEqual([expect.objectContaining({ path: [2], message: "each item once" })]);
});

test("what CDK's ids do not tell apart is there twice", () => {
  const { error } = uniqueList(formats.email).safeParse(["a/b@example.com", "c@example.com", "a--b@example.com"]);
  expect(error?.issues).toEqual([expect.objectContaining({ path: [2], message: "each item once: / is -- in names" })]);
});

test("keys that differ in case only are one", () => {
  const issues: { path: PropertyKey[]; message: string }[] = [];
  uniqueKeys({ value: { Owner: "a", other: "b", owner: "c" }, issues } as never);
  expect(issues).toEqual([
    expect.objectContaining({ path: ["owner"], message: "one key: Owner differs in case only" }),
  ]);
});

test("other partitions get one clear sentence", () => {
  const sentence = expect.stringContaining("GovCloud, China and other partitions are not supported");
  for (const [schema, value] of [
    [formats.region, "us-gov-west-1"],
    [formats.region, "cn-north-1"],
    [formats.arn, "arn:aws-cn:s3:::a"],
  ] as const) {
    expect(schema.safeParse(value).error?.issues).toEqual([expect.objectContaining({ message: sentence })]);
  }
});

test("a schedule says which field is wrong", () => {
  const messages = ["cron(0 24 * * ? *)", "cron(0 3 * * * *)", "rate(1 minutes)"].map(
    (text) => awsSchedule.safeParse(text).error?.issues[0]?.message,
  );
  expect(messages).toEqual([
    "cron with hours of 0 to 23",
    "? as exactly one of the day of the month and the day of the week",
    '"rate(1 minute)": one minute, several minutes',
  ]);
});
