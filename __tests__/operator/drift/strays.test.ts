import { madeBy } from "../../../operator/drift/made-by";
import { straysAmong, whatIsIn } from "../../../operator/drift/strays";

const types = new Set([
  "aws_ecs_task_definition",
  "aws_db_instance",
  "aws_rds_cluster",
  "aws_backup_plan",
  "aws_lambda_function",
  "aws_dynamodb_table",
]);
const arn = (rest: string) => `arn:aws:${rest}`;
const instance = (attributes: object) => [{ attributes }];

test("what the state has is none: by its ARN, by a reference to it, or by the id of EC2", () => {
  const inState = whatIsIn({
    resources: [
      { mode: "managed", instances: instance({ arn: arn("sqs:eu-west-1:1:a") }) },
      { mode: "managed", instances: instance({ arn: arn("logs:eu-west-1:1:log-group:/a:*") }) },
      {
        mode: "managed",
        instances: instance({ id: "nat-0123456789abcdef0", network: [{ interface: "eni-0123456789abcdef1" }] }),
      },
      { mode: "data", instances: instance({ arn: arn("sqs:eu-west-1:1:others") }) },
    ],
  });
  const strays = straysAmong(
    [
      arn("sqs:eu-west-1:1:a"),
      arn("logs:eu-west-1:1:log-group:/a"),
      arn("ec2:eu-west-1:1:natgateway/nat-0123456789abcdef0"),
      arn("ec2:eu-west-1:1:network-interface/eni-0123456789abcdef1"),
      arn("sqs:eu-west-1:1:others"),
      arn("sqs:eu-west-1:1:by-hand"),
      arn("sqs:eu-west-1:1:by-hand"),
    ],
    inState,
  );
  expect(strays).toEqual([{ arn: arn("sqs:eu-west-1:1:by-hand") }, { arn: arn("sqs:eu-west-1:1:others") }]);
});

test.each([
  "ecs:eu-west-1:1:task-definition/api:3",
  "rds:eu-west-1:1:snapshot:rds:prod-2026-11-30",
  "rds:eu-west-1:1:cluster-snapshot:awsbackup:job-1",
  "backup:eu-west-1:1:recovery-point:0a1b",
  "ec2:eu-west-1:1:network-interface/eni-0123456789abcdef1",
  "ec2:eu-west-1::snapshot/snap-0123456789abcdef1",
  "lambda:eu-west-1:1:function:api:7",
  "secretsmanager:eu-west-1:1:secret:rds!db-0a1b",
  "dynamodb:eu-west-1:1:table/a/backup/01",
])("%s is made by what the stack has", (rest) => {
  expect(madeBy(arn(rest), types)).toEqual(expect.stringMatching(/\w{5}/));
  // What makes it is not there: a person has made it.
  expect(madeBy(arn(rest), new Set())).toBeUndefined();
});

test.each([
  "lambda:eu-west-1:1:function:api",
  "sqs:eu-west-1:1:a",
  "s3:::a",
  "ecs:eu-west-1:1:service/c/api",
  "rds:eu-west-1:1:db:a",
  "dynamodb:eu-west-1:1:table/a",
])("%s is made by nothing but people", (rest) => expect(madeBy(arn(rest), types)).toBeUndefined());
