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

test("a table: the actions that are named, on the table alone; queries of its indexes on these", () => {
  const link = tableLink("TABLE", table, ["GetItem", "QueryIndex"]);
  expect(link.environment).toEqual({ TABLE: "t" });
  expect(link.statements.slice(0, 2)).toEqual([
    { actions: ["dynamodb:GetItem"], resources: ["arn:t"] },
    { actions: ["dynamodb:Query"], resources: ["arn:t/index/*"] },
  ]);
  expect(tableLink("TABLE", table, ["QueryIndex"]).statements).toHaveLength(2);
});

test("who writes items may encrypt with the table's key, who reads them may not", () => {
  const ofKey = (link: FunctionLink) => actions(link).filter((action) => action.startsWith("kms:"));
  expect(ofKey(tableLink("T", table, ["ConditionCheckItem", "GetItem", "Query"]))).toEqual([
    "kms:Decrypt",
    "kms:DescribeKey",
  ]);
  for (const action of ["BatchWriteItem", "DeleteItem", "PutItem", "UpdateItem"] as const) {
    expect(ofKey(tableLink("T", table, [action]))).toContain("kms:GenerateDataKey");
  }
});

test("a key is used through the service alone whose data it encrypts", () => {
  const links = {
    dynamodb: [tableLink("T", table, ["PutItem"]), streamLink(table)],
    s3: [bucketLink("B", bucket, ["GetObject"])],
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
  const link = bucketLink("BUCKET", { bucketName: "b", bucketArn: "arn:b" }, ["PutObject"]);
  expect(link.environment).toEqual({ BUCKET: "b" });
  expect(actions(link)).toEqual(["s3:PutObject"]);
  expect(actions(bucketLink("BUCKET", bucket, ["GetObject"]))).toEqual([
    "s3:ListBucket",
    "s3:GetObject",
    "kms:Decrypt",
  ]);
});

test("the function finds each linked resource under the given variable", () => {
  expect(secretLink("TOKEN", { secretArn: "arn:s", keyArn }).environment).toEqual({ TOKEN: "arn:s" });
  expect(topicLink("TOPIC", "arn:n", keyArn).environment).toEqual({ TOPIC: "arn:n" });
  expect(queueLink("QUEUE", queue).environment).toEqual({ QUEUE: "https://q" });
  expect(streamLink(table).environment).toEqual({});
});
