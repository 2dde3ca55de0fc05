import { readHistory } from "../../../operator/states/history";
import { recordingWriter } from "../../../operator/states/record-writer";
import { StateTags } from "../../../operator/states/state-tags";
import { thisWriter } from "../../../operator/states/this-writer";
import { tagsOf, writerIn, writerText } from "../../../operator/states/writer";
import { FakeBucket, failure, md5, stateText } from "./fake-bucket";

let bucket: FakeBucket;
beforeEach(() => {
  bucket = new FakeBucket();
});

async function putBack(back = 1, more = {}) {
  const states = bucket.states(more);
  const { versions } = await readHistory("aws-x", states);
  const version = versions[back];
  if (!version) throw new Error("expected a version");
  return states.putBack({ version, text: await states.text(version), over: versions[0], highest: 9 });
}

test("the version is put as the newest with a higher serial and its checksum, and who did so", async () => {
  const first = bucket.save(stateText(1, { a: { n: 1 } }));
  bucket.save(stateText(2));
  const saved = await putBack();
  const newest = bucket.newest();
  expect(saved).toEqual({ id: newest?.VersionId, serial: 10 });
  expect(newest?.text).toBe(stateText(10, { a: { n: 1 } }));
  expect(bucket.checksum).toBe(md5(newest?.text ?? ""));
  expect(newest?.tags).toEqual(
    expect.arrayContaining([
      { Key: "Command", Value: "state restore" },
      { Key: "Restored", Value: first },
    ]),
  );
});

test("Terraform's own locks are held meanwhile, in its order, and freed in the end", async () => {
  bucket.save(stateText(1));
  bucket.save(stateText(2));
  bucket.requests.length = 0;
  let info = "";
  bucket.before.set("HeadObject", () => {
    info = bucket.table.get("states/aws-x")?.["Info"]?.S ?? "";
    expect(bucket.newest("aws-x.tflock")?.text).toBe(info);
  });
  await putBack(1, { use_lockfile: true });
  expect(JSON.parse(info)).toMatchObject({
    Operation: "restore",
    Path: "states/aws-x",
    Who: expect.stringContaining("@"),
  });
  expect(Date.parse((JSON.parse(info) as { Created: string }).Created)).not.toBeNaN();
  expect(bucket.requests.slice(-8)).toEqual([
    "PutObject",
    "PutItem",
    "HeadObject",
    "PutObject",
    "PutItem",
    "DeleteItem",
    "GetObject",
    "DeleteObject",
  ]);
  expect(bucket.table.has("states/aws-x")).toBe(false);
  expect(bucket.newest("aws-x.tflock")?.text).toBeUndefined();
});

test.each([
  ["the table", () => bucket.table.set("states/aws-x", { Info: { S: '{"ID":"theirs"}' } })],
  ["the object", () => bucket.put('{"ID":"theirs"}', "aws-x.tflock")],
])("while another holds %s nothing is written, and its lock stays", async (_, lock) => {
  bucket.save(stateText(1));
  const newest = bucket.save(stateText(2));
  lock();
  await expect(putBack(1, { use_lockfile: true })).rejects.toThrow(/another run has just locked the state/);
  expect(bucket.newest()?.VersionId).toBe(newest);
  expect(await bucket.states({ use_lockfile: true }).holder()).toMatchObject({ id: "theirs" });
});

test("a version that another run saved since is not overwritten", async () => {
  bucket.save(stateText(1));
  bucket.save(stateText(2));
  bucket.before.set("HeadObject", () => {
    bucket.before.clear();
    bucket.save(stateText(3));
  });
  await expect(putBack()).rejects.toThrow(/another run has saved the state since: nothing was changed/);
  expect(bucket.newest()?.text).toBe(stateText(3));
  expect(bucket.table.has("states/aws-x")).toBe(false);
});

test("an object that was deleted is put again", async () => {
  bucket.save(stateText(1));
  bucket.put(undefined);
  await putBack(1);
  expect(bucket.newest()?.text).toBe(stateText(10));
});

test("a request that fails leaves no lock", async () => {
  bucket.save(stateText(1));
  bucket.refusals.set("PutObject", failure("SlowDown", 503));
  await expect(putBack(0)).rejects.toThrow("SlowDown");
  expect(bucket.table.has("states/aws-x")).toBe(false);
});

test("without the lock table it is refused, and the way to make it again is named", async () => {
  bucket.save(stateText(1));
  bucket.refusals.set("PutItem", failure("ResourceNotFoundException", 400));
  await expect(putBack(0)).rejects.toThrow(/the lock table locks does not exist.*npm run bootstrap/);
});

test("a lock that was freed and taken by another is not freed", async () => {
  bucket.save(stateText(1));
  bucket.before.set("HeadObject", () => bucket.table.set("states/aws-x", { Info: { S: '{"ID":"theirs"}' } }));
  await putBack(0);
  expect(bucket.table.get("states/aws-x")).toEqual({ Info: { S: '{"ID":"theirs"}' } });
});

test("an apply whose state is not in S3 is not recorded", async () => {
  const owner = { id: "aws-x", config: { backend: { type: "cloud", settings: {} } } };
  expect(await recordingWriter(owner, "deploy", { report() {} }, async () => 7)).toBe(7);
});

test("the version that an apply saved is tagged with who did so; one that was there before is not", async () => {
  const tags = new StateTags(bucket.place, bucket.clients.s3);
  const before = bucket.save(stateText(1));
  await tags.record("deploy", before);
  expect(bucket.newest()?.tags).toEqual([]);
  bucket.save(stateText(2));
  await tags.record("deploy", before);
  expect(bucket.newest()?.tags).toEqual(
    expect.arrayContaining([
      { Key: "Who", Value: expect.stringContaining("@") },
      { Key: "Command", Value: "deploy" },
      { Key: "After", Value: before },
    ]),
  );
});

test("who approved it in a job is in the tags, and in what people read", async () => {
  const tags = new StateTags(bucket.place, bucket.clients.s3);
  bucket.save(stateText(1));
  const run = "https://github.com/acme/shop/actions/runs/7";
  await tags.record("deploy", undefined, { run, approver: "bob", environment: "prod" });
  expect(bucket.newest()?.tags).toEqual(
    expect.arrayContaining([
      { Key: "Run", Value: run },
      { Key: "Approver", Value: "bob" },
      { Key: "Environment", Value: "prod" },
    ]),
  );
  expect(writerText(writerIn(bucket.newest()?.tags ?? []))).toMatch(
    /deploy, .*approved by bob in prod \(https:\/\/github.com\/acme\/shop\/actions\/runs\/7\)$/,
  );
});

test("in GitHub Actions the person and the run are named, in characters that a tag may have", () => {
  const env = { GITHUB_ACTOR: "octo[bot]", GITHUB_RUN_ID: "7", GITHUB_REPOSITORY: "acme/shop" };
  const [who] = tagsOf(thisWriter("deploy", {}, env));
  expect(who).toEqual({ Key: "Who", Value: "octo bot  in GitHub Actions run 7 of acme/shop" });
});
