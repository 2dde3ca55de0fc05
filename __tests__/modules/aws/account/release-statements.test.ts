import { releaseLogStatements } from "../../../../modules/aws/account/release-statements";
import { writeStates } from "../../../../modules/aws/account/write-states";
import { entryName, releaseFolder, stackFolder } from "../../../../operator/release/log/names";
import { names } from "../fixtures";

test("an entry of the log of releases is added, and never put over another one", () => {
  const statements = releaseLogStatements(names, "states", ["aws-prod"]);
  const puts = statements.filter(({ actions }) => actions.includes("s3:PutObject"));
  expect(puts).toEqual([
    {
      sid: "AddReleases",
      actions: ["s3:PutObject"],
      resources: [expect.stringMatching(/:states\/releases\/aws-prod\/\*$/)],
      conditions: [{ test: "Null", variable: "s3:if-none-match", values: ["false"] }],
    },
  ]);
});

const escaped = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
const matches = (pattern: string, text: string) =>
  new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`).test(text);
const states = { bucketName: "states", tableName: "locks", keyArn: "arn:aws:kms:us-east-1:111111111111:key/1" };

test.each([
  ["release", releaseLogStatements(names, "states", ["aws-prod"])],
  ["infrastructure", writeStates(names, states)],
])("the role of the %s, which deploys, sees whether a release runs", (_, statements) => {
  const may = (action: string, resource: string, prefix?: string) =>
    statements.some(
      ({ actions = [], resources = [], conditions = [] }) =>
        actions.includes(action) &&
        resources.some((pattern) => matches(pattern, resource)) &&
        conditions.every(({ values }) => values.some((pattern) => matches(pattern, prefix ?? ""))),
    );
  const bucket = names.arn("s3", "states");
  expect(may("s3:ListBucket", bucket, stackFolder("aws-prod"))).toBe(true);
  expect(may("s3:ListBucket", bucket, releaseFolder("aws-prod", "000001"))).toBe(true);
  expect(may("s3:GetObject", `${bucket}/${entryName("aws-prod", "000001", 1)}`)).toBe(true);
});
