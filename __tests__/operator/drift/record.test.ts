import { type DriftRecord, readDriftRecord, recordPlace, writeDriftRecord } from "../../../operator/drift/record";
import { fakeClient } from "../release/aws/fake-client";

const record: DriftRecord = {
  stack: "aws-prod",
  at: "2026-11-30T03:00:00.000Z",
  commit: "0123456789abcdef0123456789abcdef01234567",
  status: "drift",
  found: 1,
  summary: ["aws_sqs_queue.jobs: visibility_timeout_seconds"],
};
const failing = (httpStatusCode: number, name: string) => () => {
  throw Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
};
const body = (text: string) => ({ Body: { transformToString: async () => text } });
const place = (answers: Parameters<typeof fakeClient>[0]) => {
  const { client, asked } = fakeClient(answers);
  return { place: { s3: client, bucket: "states", owner: "111111111111" }, asked };
};

test("a record is written over the one before, into a bucket of this account, and read as it was", async () => {
  const { place: of, asked } = place({ PutObject: {}, GetObject: body(JSON.stringify(record)) });
  await writeDriftRecord(of, record);
  const object = { Bucket: "states", ExpectedBucketOwner: "111111111111", Key: "drift/aws-prod.json" };
  expect(asked[0]).toEqual({
    name: "PutObject",
    input: { ...object, Body: JSON.stringify(record), ContentType: "application/json" },
  });
  expect(await readDriftRecord(of, "aws-prod")).toEqual(record);
  expect(asked[1]).toEqual({ name: "GetObject", input: object });
});

test("a stack that was never recorded has none", async () => {
  expect(await readDriftRecord(place({ GetObject: failing(404, "NoSuchKey") }).place, "aws-prod")).toBeUndefined();
});

test("a bucket that is not there or refuses is an error, not the lack of a record", async () => {
  await expect(readDriftRecord(place({ GetObject: failing(404, "NoSuchBucket") }).place, "aws-prod")).rejects.toThrow(
    "NoSuchBucket",
  );
  await expect(readDriftRecord(place({ GetObject: failing(403, "AccessDenied") }).place, "aws-prod")).rejects.toThrow(
    "AccessDenied",
  );
});

test.each([
  ["no JSON", "{"],
  ["another status", JSON.stringify({ ...record, status: "maybe" })],
])("an object that is no record (%s) is an error with the command that writes it again", async (_, text) => {
  await expect(readDriftRecord(place({ GetObject: body(text) }).place, "aws-prod")).rejects.toThrow(
    "npm run drift -- aws-prod --record",
  );
});

test("records are in the bucket of the state, and nowhere for a state in HCP Terraform", () => {
  const config = (type: string, settings: object) => ({ config: { backend: { type, settings } } }) as never;
  const s3 = config("s3", { bucket: "states", key: "k", region: "eu-west-1", allowed_account_ids: ["111111111111"] });
  expect(recordPlace(s3)).toMatchObject({ bucket: "states", owner: "111111111111" });
  expect(recordPlace(config("cloud", { organization: "o" }))).toBeUndefined();
});
