import { BucketLog } from "../../../../operator/release/aws/log-store";
import { AlreadyThere } from "../../../../operator/release/port/log-store";
import { fakeClient } from "./fake-client";

const refused = (httpStatusCode: number) => () => {
  throw Object.assign(new Error("refused"), { $metadata: { httpStatusCode } });
};
const body = (text: string) => ({ Body: { transformToString: async () => text } });
const log = (answers: Parameters<typeof fakeClient>[0], owner?: string) => {
  const { client, asked } = fakeClient(answers);
  return { log: new BucketLog(client, "states", owner), asked };
};

test("an entry is put only where there is none, into a bucket of this account", async () => {
  const { log: of, asked } = log({ PutObject: {} }, "111111111111");
  await of.put("releases/aws-prod/000001/0001.json", "{}");
  expect(asked).toEqual([
    {
      name: "PutObject",
      input: {
        Bucket: "states",
        ExpectedBucketOwner: "111111111111",
        Key: "releases/aws-prod/000001/0001.json",
        Body: "{}",
        ContentType: "application/json",
        IfNoneMatch: "*",
      },
    },
  ]);
});

test.each([409, 412])("the loser of the race for an entry gets an error that says so (%i)", async (status) => {
  const { log: of } = log({ PutObject: refused(status), GetObject: body("another") });
  await expect(of.put("a", "mine")).rejects.toBeInstanceOf(AlreadyThere);
});

test("the same text is our own put, whose first answer was lost", async () => {
  const { log: of } = log({ PutObject: refused(412), GetObject: body("mine") });
  await of.put("a", "mine");
});

test("another failure is not a lost race", async () => {
  const { log: of } = log({ PutObject: refused(403) });
  await expect(of.put("a", "mine")).rejects.toThrow("refused");
});

test("names are listed over all pages: objects, and folders without their slash", async () => {
  const pages = [
    { CommonPrefixes: [{ Prefix: "releases/aws-prod/000002/" }], NextContinuationToken: "more" },
    { CommonPrefixes: [{ Prefix: "releases/aws-prod/000001/" }], Contents: [{ Key: "releases/aws-prod/note" }] },
  ];
  const { log: of, asked } = log({ ListObjectsV2: ({ ContinuationToken }) => pages[ContinuationToken ? 1 : 0] ?? {} });
  expect(await of.list("releases/aws-prod/")).toEqual(["000001", "000002", "note"]);
  expect(asked).toHaveLength(2);
});

test("a bucket that does not exist is named", async () => {
  const missing = () => {
    throw Object.assign(new Error("The specified bucket does not exist"), { name: "NoSuchBucket" });
  };
  const { log: of } = log({ ListObjectsV2: missing });
  await expect(of.list("releases/aws-prod/")).rejects.toMatchObject({
    name: "NoSuchBucket",
    message: "the log of releases: expected the bucket states, found none",
  });
});
