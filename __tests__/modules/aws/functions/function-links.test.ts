import {
  bucketLink,
  type FunctionLink,
  queueLink,
  secretLink,
  streamLink,
  tableLink,
  topicLink,
} from "../../../../modules/aws/functions/function-links";

const keyArn = "arn:key";
const table = { tableName: "t", tableArn: "arn:t", streamArn: "arn:t/stream/1", keyArn };
const bucket = { bucketName: "b", bucketArn: "arn:b", keyArn };
const queue = { queueUrl: "https://q", queueArn: "arn:q", keyArn };
const actions = ({ statements }: FunctionLink) => statements.flatMap((statement) => statement.actions);

test("a table is read by key and index, never scanned, and written only with the right to write", () => {
  const [read, write, both] = (["read", "write", "read-write"] as const).map((access) =>
    tableLink("TABLE", table, access),
  );
  expect(read?.environment).toEqual({ TABLE: "t" });
  expect(actions(read as FunctionLink).filter((action) => action.startsWith("dynamodb:"))).toEqual([
    "dynamodb:BatchGetItem",
    "dynamodb:GetItem",
    "dynamodb:Query",
    "dynamodb:ConditionCheckItem",
  ]);
  expect(read?.statements[0]?.resources).toEqual(["arn:t", "arn:t/index/*"]);
  expect(actions(write as FunctionLink)).not.toContain("dynamodb:GetItem");
  expect(write?.statements[0]?.resources).toEqual(["arn:t"]);
  expect(actions(both as FunctionLink)).toEqual(expect.arrayContaining(["dynamodb:GetItem", "dynamodb:PutItem"]));
  for (const link of [read, write, both]) expect(actions(link as FunctionLink)).not.toContain("dynamodb:Scan");
});

test("a key is used through the service alone whose data it encrypts", () => {
  const links = {
    dynamodb: [tableLink("T", table, "read-write"), streamLink(table)],
    s3: [bucketLink("B", bucket, "read")],
    secretsmanager: [secretLink("S", { secretArn: "arn:s", keyArn })],
    sns: [topicLink("N", "arn:n", keyArn)],
    sqs: [queueLink("Q", queue)],
  };
  for (const [service, made] of Object.entries(links)) {
    for (const { statements } of made) {
      const ofKey = statements.filter(({ resources }) => resources?.includes(keyArn));
      expect(ofKey.map(({ conditions }) => conditions)).toEqual([
        [{ test: "StringLike", variable: "kms:ViaService", values: [`${service}.*.amazonaws.com`] }],
      ]);
    }
  }
});

test("a bucket without our key needs no right on one, and a writer may not list", () => {
  const link = bucketLink("BUCKET", { bucketName: "b", bucketArn: "arn:b" }, "write");
  expect(link.environment).toEqual({ BUCKET: "b" });
  expect(actions(link)).toEqual(["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"]);
});

test("the function finds each linked resource under the given variable", () => {
  expect(secretLink("TOKEN", { secretArn: "arn:s", keyArn }).environment).toEqual({ TOKEN: "arn:s" });
  expect(topicLink("TOPIC", "arn:n", keyArn).environment).toEqual({ TOPIC: "arn:n" });
  expect(queueLink("QUEUE", queue).environment).toEqual({ QUEUE: "https://q" });
  expect(streamLink(table).environment).toEqual({});
});
