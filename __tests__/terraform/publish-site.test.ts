import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import {
  CloudFrontClient,
  CreateDistributionCommand,
  CreateOriginAccessControlCommand,
  GetInvalidationCommand,
  ListInvalidationsCommand,
} from "@aws-sdk/client-cloudfront";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { buildSync } from "esbuild";
import { keyHeader } from "../../operator/local/emulator-process";
import { interrupt } from "../../operator/process/interrupt";
import { InterruptedError } from "../../operator/process/user-error";
import { Distribution } from "../../operator/publish-site/distribution";
import { readFolder } from "../../operator/publish-site/folder";
import { type PublishProps, type PublishResult, publish, rollBack } from "../../operator/publish-site/publish";
import { SiteBucket } from "../../operator/publish-site/site-bucket";
import { FakeTerraform } from "../operator/operations/fake-terraform";
import { root } from "../stacks/synthesized";
import { type RunningEmulator, startMinistack } from "./support/one-emulator";

/** Releases of a website, in a bucket and a distribution of MiniStack like those of `StaticSite`. */

const Bucket = "site-123456789012";
const owner = "123456789012";
const managed = { cachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6" };

let emulator: RunningEmulator;
let client: { region: string; endpoint: string; credentials: { accessKeyId: string; secretAccessKey: string } };
let s3: S3Client;
let cloudfront: CloudFrontClient;
let distributionId: string;
let host: string;
let folder: string;
const notes: string[] = [];

beforeAll(async () => {
  emulator = await startMinistack();
  client = {
    region: "us-east-1",
    endpoint: emulator.endpoint,
    credentials: { accessKeyId: emulator.key, secretAccessKey: "test" },
  };
  s3 = new S3Client({ ...client, forcePathStyle: true });
  cloudfront = new CloudFrontClient(client);
}, 300_000);

afterAll(() => emulator.stop());

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "site-"));
  notes.length = 0;
  await fetch(`${emulator.endpoint}/_ministack/reset`, { method: "POST", headers: { [keyHeader]: emulator.key } });
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  const arn = await makeDistribution();
  const condition = { StringEquals: { "aws:SourceArn": arn } };
  const reader = { Effect: "Allow", Principal: { Service: "cloudfront.amazonaws.com" }, Condition: condition };
  const Statement = [
    { ...reader, Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/public/*` },
    { ...reader, Action: "s3:ListBucket", Resource: `arn:aws:s3:::${Bucket}` },
  ];
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement }) }));
});

afterEach(() => rmSync(folder, { recursive: true }));

async function makeDistribution(): Promise<string> {
  const access = await cloudfront.send(
    new CreateOriginAccessControlCommand({
      OriginAccessControlConfig: {
        Name: "site",
        OriginAccessControlOriginType: "s3",
        SigningBehavior: "always",
        SigningProtocol: "sigv4",
      },
    }),
  );
  const origin = {
    Id: "files",
    DomainName: `${Bucket}.s3.us-east-1.amazonaws.com`,
    OriginPath: "/public",
    OriginAccessControlId: access.OriginAccessControl?.Id,
    S3OriginConfig: { OriginAccessIdentity: "" },
  };
  const unknown = { ErrorCode: 404, ResponseCode: "200", ResponsePagePath: "/index.html", ErrorCachingMinTTL: 10 };
  const { Distribution: made } = await cloudfront.send(
    new CreateDistributionCommand({
      DistributionConfig: {
        CallerReference: "site",
        Comment: "",
        Enabled: true,
        DefaultRootObject: "index.html",
        Origins: { Quantity: 1, Items: [origin] },
        DefaultCacheBehavior: {
          TargetOriginId: "files",
          ViewerProtocolPolicy: "redirect-to-https",
          CachePolicyId: managed.cachingOptimized,
        },
        CustomErrorResponses: { Quantity: 1, Items: [unknown] },
      },
    }),
  );
  distributionId = made?.Id ?? "";
  host = made?.DomainName ?? "";
  return made?.ARN ?? "";
}

/** Writes these files into the folder, and removes all others. */
function build(files: Readonly<Record<string, string>>): void {
  rmSync(folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const props = (changed: Partial<PublishProps> = {}): PublishProps => ({
  bucket: new SiteBucket(s3, Bucket, owner),
  distribution: new Distribution(cloudfront, distributionId),
  by: "someone@somewhere",
  dryRun: false,
  confirm: async () => true,
  note: (text) => notes.push(text),
  ...changed,
});

const publishFolder = (changed?: Partial<PublishProps>): Promise<PublishResult> =>
  publish(readFolder(folder), props(changed));

interface Answer {
  readonly status: number | undefined;
  readonly text: string;
  readonly type: string | undefined;
  readonly caching: string | undefined;
}

/** The answer that a browser gets. `fetch` cannot set the host. */
function ask(path: string, protocol = "https"): Promise<Answer> {
  const headers = { host, "x-forwarded-proto": protocol, [keyHeader]: emulator.key };
  return new Promise((resolve, reject) => {
    http
      .get(`${emulator.endpoint}${path}`, { headers }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        const { "content-type": type, "cache-control": caching } = response.headers;
        resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString(), type, caching });
      })
      .once("error", reject);
  });
}

/** Every file that is served, with its text and headers. */
async function served(): Promise<Record<string, Answer>> {
  const paths = await keysBelow("public/");
  const answers = await Promise.all(paths.map((path) => ask(`/${path}`)));
  return Object.fromEntries(paths.map((path, index) => [path, answers[index] as Answer]));
}

async function keysBelow(prefix: string): Promise<string[]> {
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: prefix }));
  return Versions.filter(({ IsLatest }) => IsLatest).map(({ Key = "" }) => Key.slice(prefix.length));
}

async function invalidated(id: string | undefined): Promise<string[]> {
  const { Invalidation } = await cloudfront.send(
    new GetInvalidationCommand({ DistributionId: distributionId, Id: id }),
  );
  return Invalidation?.InvalidationBatch?.Paths?.Items ?? [];
}

const first = {
  "index.html": "<one>",
  "assets/app-1a2b3c4d.js": "one()",
  "assets/logo.svg": "<svg/>",
  "about.html": "<about>",
};
const second = { ...first, "index.html": "<two>", "assets/app-5e6f7a8b.js": "two()" };
Reflect.deleteProperty(second, "assets/app-1a2b3c4d.js");

test("a folder is served, each file with its type and caching, pages for every unknown path, and HTTPS only", async () => {
  build(first);
  const result = await publishFolder();
  expect(result).toMatchObject({ status: "published", release: 1, removed: [] });
  expect(await invalidated(result.invalidation)).toEqual(["/*"]);

  const html = { status: 200, type: "text/html; charset=utf-8", caching: "no-cache" };
  expect(await ask("/")).toEqual({ ...html, text: "<one>" });
  expect(await ask("/some/route")).toMatchObject({ status: 200, text: "<one>" });
  expect(await ask("/about.html")).toEqual({ ...html, text: "<about>" });
  expect(await ask("/assets/app-1a2b3c4d.js")).toEqual({
    status: 200,
    text: "one()",
    type: "text/javascript; charset=utf-8",
    caching: "public, max-age=31536000, immutable",
  });
  expect(await ask("/assets/logo.svg")).toMatchObject({
    type: "image/svg+xml",
    caching: "public, max-age=0, s-maxage=86400, must-revalidate",
  });
  expect(await ask("/", "http")).toMatchObject({ status: 301 });
});

test("a second release changes what is different and nothing else, and the record of releases is not served", async () => {
  build(first);
  await publishFolder();
  build(second);
  const result = await publishFolder();
  expect(result).toMatchObject({
    status: "published",
    release: 2,
    put: ["assets/app-5e6f7a8b.js", "index.html"],
    removed: ["assets/app-1a2b3c4d.js"],
  });
  expect(await invalidated(result.invalidation)).toEqual([
    "/",
    "/assets/app-1a2b3c4d.js",
    "/assets/app-5e6f7a8b.js",
    "/index.html",
  ]);
  expect(await keysBelow("releases/")).toEqual(["000001.json", "000002.json"]);
  for (const path of [
    "/releases/000001.json",
    "/../releases/000001.json",
    "/..%2Freleases/000001.json",
    "/?list-type=2",
  ]) {
    expect((await ask(path)).text).not.toContain("versionId");
    expect((await ask(path)).text).not.toContain("000001.json");
  }
});

test("the same folder again writes, records and invalidates nothing", async () => {
  build(first);
  await publishFolder();
  expect(await publishFolder()).toMatchObject({ status: "unchanged", release: 1, put: [], removed: [] });
  expect(await keysBelow("releases/")).toEqual(["000001.json"]);
  const { InvalidationList } = await cloudfront.send(new ListInvalidationsCommand({ DistributionId: distributionId }));
  expect(InvalidationList?.Items).toHaveLength(1);
});

test("a rollback puts the release before exactly as it was, a second one goes further, a third finds none", async () => {
  const states: Record<string, Answer>[] = [];
  for (const files of [first, second, { "index.html": "<three>" }]) {
    build(files);
    await publishFolder();
    states.push(await served());
  }
  const back = await rollBack(props());
  expect(back).toMatchObject({ status: "rolled back", release: 4, restores: 2 });
  expect(await served()).toEqual(states[1]);

  expect(await rollBack(props())).toMatchObject({ release: 5, restores: 1 });
  expect(await served()).toEqual(states[0]);
  await expect(rollBack(props())).rejects.toThrow(
    "expected a release before release 1, which is the current one, found none",
  );
  expect(await served()).toEqual(states[0]);

  // A folder can be published after it, and the release that it replaced can be restored.
  build(second);
  expect(await publishFolder()).toMatchObject({ status: "published", release: 6 });
  expect(await rollBack(props())).toMatchObject({ release: 7, restores: 1 });
  expect(await served()).toEqual(states[0]);
});

test("the stack's configuration is neither replaced, nor removed, nor rolled back", async () => {
  const put = (Body: string) =>
    s3.send(new PutObjectCommand({ Bucket, Key: "public/config.json", Body, ContentType: "application/json" }));
  await put("{}");
  build({ ...first, "config.json": '{"api":"of a developer"}' });
  await publishFolder();
  expect((await ask("/config.json")).text).toBe("{}");
  await put('{"api":"new"}');
  build(second);
  await publishFolder();
  await rollBack(props());
  expect((await ask("/config.json")).text).toBe('{"api":"new"}');
});

test("manual changes in the bucket are reverted", async () => {
  build(first);
  await publishFolder();
  await s3.send(
    new PutObjectCommand({ Bucket, Key: "public/index.html", Body: "<defaced>", Metadata: { by: "hand" } }),
  );
  await s3.send(new PutObjectCommand({ Bucket, Key: "public/more.html", Body: "<more>" }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "public/about.html" }));
  expect(await publishFolder()).toMatchObject({ put: ["about.html", "index.html"], removed: ["more.html"] });
  expect(await ask("/")).toMatchObject({ text: "<one>", type: "text/html; charset=utf-8" });
});

test("without approval, and in a dry run, nothing is written", async () => {
  build(first);
  await publishFolder();
  const before = await served();
  build(second);
  const shown: string[] = [];
  const confirm = async (text: string) => shown.push(text) === 0;
  expect(await publishFolder({ confirm })).toMatchObject({ status: "declined" });
  expect(shown).toEqual(["  + assets/app-5e6f7a8b.js\n  ~ index.html\n  - assets/app-1a2b3c4d.js"]);
  expect(await publishFolder({ dryRun: true })).toMatchObject({
    status: "planned",
    put: ["assets/app-5e6f7a8b.js", "index.html"],
    removed: ["assets/app-1a2b3c4d.js"],
  });
  expect(await served()).toEqual(before);
  expect(await keysBelow("releases/")).toEqual(["000001.json"]);
});

test("a rollback whose versions are gone changes nothing", async () => {
  build(first);
  await publishFolder();
  build(second);
  await publishFolder();
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: "public/index.html" }));
  const old = Versions.find(({ IsLatest }) => !IsLatest);
  await s3.send(new DeleteObjectCommand({ Bucket, Key: old?.Key, VersionId: old?.VersionId }));
  const before = await served();
  await expect(rollBack(props())).rejects.toThrow(
    "release 1 cannot be put back: its versions of index.html were removed after site.noncurrent_days: publish the folder instead",
  );
  expect(await served()).toEqual(before);
  expect(await keysBelow("releases/")).toEqual(["000001.json", "000002.json"]);
});

describe("stopped after any write,", () => {
  /** A client whose writing requests fail from a given one on, as if the process had ended there. */
  function failingAfter(writes: number): PublishProps {
    let left = writes;
    const stop = (next: (args: object) => Promise<object>, context: { commandName?: string }) => (args: object) => {
      if (/^(Put|Copy|Delete|Create)/.test(context.commandName ?? "") && left-- <= 0) {
        return Promise.reject(new Error("the process was ended"));
      }
      return next(args);
    };
    const ending = { s3: new S3Client({ ...client, forcePathStyle: true }), cloudfront: new CloudFrontClient(client) };
    // biome-ignore lint/suspicious/noExplicitAny: the middleware of either client.
    for (const { middlewareStack } of Object.values<any>(ending)) middlewareStack.add(stop, { step: "initialize" });
    return props({
      bucket: new SiteBucket(ending.s3, Bucket, owner),
      distribution: new Distribution(ending.cloudfront, distributionId),
    });
  }

  /** The writes of a release from `first` to `second` or back: begun, two files, one removed, invalidated, finished. */
  const writes = [0, 1, 2, 3, 4, 5];

  test.each(writes)("a publication is completed by the next one (%i)", async (count) => {
    build(first);
    await publishFolder();
    build(second);
    const wanted = readFolder(folder);
    await expect(publish(wanted, failingAfter(count))).rejects.toThrow("the process was ended");
    expect((await ask("/")).status).toBe(200);
    const result = await publish(wanted, props());
    expect(result).toMatchObject({ status: "published", release: 2 });
    if (count > 0) {
      expect(await invalidated(result.invalidation)).toEqual(["/*"]);
      expect(notes).toContainEqual(
        expect.stringMatching(/^release 2, begun by someone@somewhere at .*, was not finished$/),
      );
    }
    expect(Object.keys(await served())).toEqual(Object.keys(second).sort());
    expect((await ask("/")).text).toBe("<two>");
    expect(await publish(wanted, props())).toMatchObject({ status: "unchanged", release: 2 });
  });

  test.each(writes.slice(1))("a publication is undone by a rollback (%i)", async (count) => {
    build(first);
    await publishFolder();
    const before = await served();
    build(second);
    await expect(publish(readFolder(folder), failingAfter(count))).rejects.toThrow("the process was ended");
    expect(await rollBack(props())).toMatchObject({ status: "rolled back", release: 2, restores: 1 });
    expect(await served()).toEqual(before);
  });

  test.each(writes)("a rollback is completed by the next one (%i)", async (count) => {
    build(first);
    await publishFolder();
    const before = await served();
    build(second);
    await publishFolder();
    await expect(rollBack(failingAfter(count))).rejects.toThrow("the process was ended");
    expect(await rollBack(props())).toMatchObject({ status: "rolled back", release: 3, restores: 1 });
    expect(await served()).toEqual(before);
  });

  test("a signal stops it gracefully, and the message says what to do", async () => {
    build(first);
    const requested = jest.spyOn(interrupt, "requested", "get").mockReturnValue(true);
    await expect(publishFolder()).rejects.toThrow(
      new InterruptedError("stopped: run the command again to complete it"),
    );
    requested.mockRestore();
    expect(await publishFolder()).toMatchObject({ status: "published", release: 1 });
  });
});

describe("two at once:", () => {
  const other = { "index.html": "<other>" };
  const publishOther = () => {
    build(other);
    return publish(readFolder(folder), props());
  };

  test("the second one to begin is refused", async () => {
    build(first);
    const slow = readFolder(folder);
    const confirm = async () => (await publishOther()).status === "published";
    await expect(publish(slow, props({ confirm }))).rejects.toThrow("release 1 is also written by another run");
    expect(Object.keys(await served())).toEqual(["index.html"]);
  });

  test("a release that another one overtook fails at the end", async () => {
    build(first);
    const distribution = new Distribution(cloudfront, distributionId);
    jest.spyOn(distribution, "invalidate").mockImplementation(async () => (await publishOther()).invalidation ?? "");
    await expect(publishFolder({ distribution })).rejects.toThrow("release 1 is also written by another run");
    expect(await ask("/")).toMatchObject({ text: "<other>" });
  });
});

test("a page is never served before what it needs, and nothing is removed that it needs", async () => {
  build(first);
  await publishFolder();
  const done: string[] = [];
  s3.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const result = await next(args);
        if (/^(Put|Delete)/.test(commandName)) done.push((args.input as { Key: string }).Key);
        return result;
      },
    { step: "initialize", name: "order" },
  );
  build({ "index.html": "<new>", "new.html": "<new>", "assets/new.css": "", "assets/about.svg": "<svg/>" });
  await publishFolder();
  s3.middlewareStack.remove("order");
  expect(done.slice(0, 1)).toEqual(["releases/000002.json"]);
  expect(done.slice(1, 3).sort()).toEqual(["public/assets/about.svg", "public/assets/new.css"]);
  expect(done.slice(3, 5)).toEqual(["public/new.html", "public/index.html"]);
  expect(done.slice(5, 8).sort()).toEqual([
    "public/about.html",
    "public/assets/app-1a2b3c4d.js",
    "public/assets/logo.svg",
  ]);
  expect(done.slice(8)).toEqual(["releases/000002.json"]);
});

test("every request names the account whose bucket it may be", async () => {
  const owners: unknown[] = [];
  s3.middlewareStack.add(
    (next) => (args) => {
      owners.push((args.input as { ExpectedBucketOwner?: string }).ExpectedBucketOwner);
      return next(args);
    },
    { step: "initialize", name: "owners" },
  );
  build(first);
  await publishFolder();
  build(second);
  await publishFolder();
  await rollBack(props());
  s3.middlewareStack.remove("owners");
  expect(owners.length).toBeGreaterThan(30);
  expect(new Set(owners)).toEqual(new Set([owner]));
});

test("a record whose first answer was lost is not taken for that of another run", async () => {
  build(first);
  let lost = 2;
  s3.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const result = await next(args);
        // The SDK repeats a request whose answer is lost. It does so in a later step than this one, so the test repeats it.
        const isRecord = (args.input as { Key?: string }).Key?.startsWith("releases/");
        return commandName === "PutObjectCommand" && isRecord && lost-- > 0 ? next(args) : result;
      },
    { step: "initialize", name: "lost" },
  );
  expect(await publishFolder()).toMatchObject({ status: "published", release: 1 });
  s3.middlewareStack.remove("lost");
  expect(await publishFolder()).toMatchObject({ status: "unchanged" });
});

test("a bucket without versions is refused", async () => {
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } }));
  build(first);
  await expect(publishFolder()).rejects.toThrow("has no versioning");
});

test("the record of a release lists each file with its version", async () => {
  build({ "index.html": "<one>" });
  const { invalidation } = await publishFolder();
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "releases/000001.json" }));
  expect(JSON.parse((await Body?.transformToString()) ?? "")).toEqual({
    number: 1,
    begun: expect.stringMatching(/^\d{4}-/),
    by: "someone@somewhere",
    finished: {
      invalidation,
      files: {
        "index.html": {
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          contentType: "text/html; charset=utf-8",
          cacheControl: "no-cache",
          versionId: expect.any(String),
        },
      },
    },
  });
});

describe("npm run publish-site", () => {
  let fake: FakeTerraform;
  let program: string;

  beforeAll(() => {
    fake = new FakeTerraform();
    program = join(fake.dir, "cli.cjs");
    for (const name of ["systems", "functions", "node_modules", "package-lock.json"])
      symlinkSync(join(root, name), join(fake.dir, name));
    cpSync(join(root, "environments"), join(fake.dir, "environments"), { recursive: true });
    const external = ["@aws-sdk/*", "esbuild", "./gcp-stack.js", "./azure-stack.js", "./kubernetes-stack.js"];
    const entryPoints = [join(root, "operator/cli.ts")];
    buildSync({ entryPoints, bundle: true, platform: "node", outfile: program, external });
    appendFileSync(
      join(fake.dir, "environments/prod.tfvars"),
      `aws_websocket = { aws_provider = { use_path_style = true, role_arn = "arn:aws:iam::${owner}:role/publish" } }\n`,
    );
  });
  afterAll(() => fake.remove());

  /** The protected stack of prod, as if it had been deployed to MiniStack. The role in its settings is assumed. */
  const command = (...args: string[]) => begun(...args).ended;

  function begun(...args: string[]) {
    const output = (value: string) => ({ sensitive: false, value });
    const site_url = output(`https://${host}`);
    const outputs = { site_bucket: output(Bucket), site_distribution_id: output(distributionId), site_url };
    fake.reacts({ output: { out: [outputs] } });
    const credentials = { AWS_ACCESS_KEY_ID: emulator.key, AWS_SECRET_ACCESS_KEY: "test" };
    const env = { ...process.env, ...fake.env, ...credentials, AWS_ENDPOINT_URL: emulator.endpoint };
    const all = [program, "publish-site", "aws-websocket-prod", ...args];
    const child = spawn(process.execPath, all, { cwd: fake.dir, env, stdio: ["ignore", "pipe", "pipe"] });
    const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]).then(
      ([out, err, [code]]) => ({ code, out, err }),
    );
    return { child, ended };
  }
  const confirmed = ["--confirm", "aws-websocket-prod"];

  test("a protected stack is confirmed by its id; --yes is not enough, and nothing is written without", async () => {
    build(first);
    const refused = await command(folder, "--yes");
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.err).toContain("  + assets/app-1a2b3c4d.js");
    expect(refused.err).toContain(
      "aws-websocket-prod is protected and has to be confirmed: pass --confirm aws-websocket-prod",
    );
    expect(await keysBelow("")).toEqual([]);
  });

  test("it says what it did, and what it would do", async () => {
    build({ ...first, ".env": "" });
    const published = await command(folder, ...confirmed, "--wait");
    expect(published.err).toContain("skipped: .env (hidden files, and the configuration that the stack writes)");
    expect(published.code).toBe(0);
    expect(published.out).toMatch(
      /^aws-websocket-prod: published, release 1\n {2}4 written, 0 removed, invalidation \w+\n {2}https:\/\/.*\n$/,
    );
    expect(await ask("/")).toMatchObject({ text: "<one>" });
    build(second);
    expect(await command(folder, "--dry-run")).toMatchObject({
      code: 0,
      out: "aws-websocket-prod: would change\n  + assets/app-5e6f7a8b.js\n  ~ index.html\n  - assets/app-1a2b3c4d.js\n",
    });
    expect(await ask("/")).toMatchObject({ text: "<one>" });
  });

  test("for machines it prints JSON, also of a rollback", async () => {
    build(first);
    await publishFolder();
    build(second);
    const results = [
      await command(folder, ...confirmed, "--json"),
      await command("--rollback", ...confirmed, "--json"),
    ];
    const last = results.map(({ out }) => JSON.parse(out.trim().split("\n").at(-1) ?? ""));
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    expect(last).toEqual([
      expect.objectContaining({ type: "result", id: "aws-websocket-prod", status: "published", release: 2 }),
      expect.objectContaining({ type: "result", status: "rolled back", release: 3, restores: 1 }),
    ]);
    expect(await ask("/")).toMatchObject({ text: "<one>" });
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGKILL", null],
  ] as const)("stopped by %s while it uploads, it is completed by the next run", async (signal, code) => {
    const files = Array.from({ length: 400 }, (_, index) => [`assets/${index}.txt`, `${index}`]);
    build({ "index.html": "<many>", ...Object.fromEntries(files) });
    const { child, ended } = begun(folder, ...confirmed);
    while (child.exitCode === null && (await keysBelow("public/")).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill(signal);
    const stopped = await ended;
    expect(stopped).toMatchObject({ code, out: "" });
    if (code) expect(stopped.err).toContain("stopped: run the command again to complete it");
    const left = await keysBelow("public/");
    expect(left).not.toContain("index.html");
    expect(left.length).toBeLessThan(400);

    const { out } = await command(folder, ...confirmed);
    expect(out).toContain(`${401 - left.length} written, 0 removed`);
    expect(await keysBelow("public/")).toHaveLength(401);
    expect(await ask("/")).toMatchObject({ text: "<many>" });
  });
});
