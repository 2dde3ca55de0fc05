import { checkNames } from "../../../../operator/release/judge/checks";
import type { Platform } from "../../../../settings/schema";
import { release } from "../../../../settings/schema/release/release";
import { ruleProject } from "../rule-table";

/** The block `release` on each platform that can release. */

const common = 'account_id = "111111111111"\ndata_class = "synthetic"\nprotected = false\n';
const network = 'network = { cidr = "10.20.0.0/16", zones = ["us-east-1a", "us-east-1b", "us-east-1c"] }';
const bases = {
  aws: `${common}application = { image = "example:1", cpu = 1, memory_mib = 2048 }
    aws = { ${network}, load_balancer = { domain = "app.example.com", zone_id = "Z1" }, service = { blue_green = true } }`,
  "aws-serverless": `${common}aws_serverless = {}`,
  "aws-websocket": `${common}aws_websocket = {}`,
  "aws-codebuild": `${common}aws_codebuild = { ${network}, projects = { worker = { description = "Works", source = { buildspec = "version: 0.2" } } } }`,
} satisfies Partial<Record<Platform, string>>;
type Releasing = keyof typeof bases;
const platforms = Object.keys(bases) as Releasing[];
const projects = Object.fromEntries(platforms.map((platform) => [platform, ruleProject(platform, bases[platform])]));

const mistakes = (platform: Releasing, change: string) => projects[platform]?.mistakes(change);
const loaded = (platform: Releasing, change: string) => projects[platform]?.load(change).settings["release"];
const block = (text: string) => `release = { ${text} }`;

test.each(platforms)("%s has the documents' figures as defaults", (platform) => {
  expect(loaded(platform, "")).toEqual({
    keep_minutes: 15,
    min_requests: 100,
    on_silence: "rollback",
    require: [],
    checks: {},
  });
});

test.each(platforms)("%s takes a value of the shared block, and one of its own block before it", (platform) => {
  const own = platform.replace("-", "_");
  const change = `${block("keep_minutes = 30, min_requests = 500")}\n${own} = { ${block("keep_minutes = 0")} }`;
  expect(loaded(platform, change)).toMatchObject({ keep_minutes: 0, min_requests: 500 });
});

test.each<[string, string]>([
  ["keep_minutes = -1", "release.keep_minutes: too small, expected whole number: 0 to 1440, found -1"],
  ["keep_minutes = 1441", "release.keep_minutes: too large, expected whole number: 0 to 1440, found 1441"],
  ["keep_minutes = 1.5", "release.keep_minutes: wrong type, expected whole number: 0 to 1440, found 1.5"],
  ["min_requests = 9", "release.min_requests: too small, expected whole number: 10 to 1000000, found 9"],
  ['on_silence = "pass"', 'release.on_silence: wrong value, expected one of "rollback", "continue", found "pass"'],
  [
    'strategy = "big_bang"',
    'release.strategy: wrong value, expected one of "blue_green", "canary", "rolling", found "big_bang"',
  ],
  ['require = ["scan", "scan"]', 'release.require[1]: wrong value, expected each item once, found "scan"'],
  [
    'require = ["luck"]',
    'release.require[0]: wrong value, expected one of "scan", "after", "baseline", "digest", found "luck"',
  ],
  ['checks = { disk = "/d" }', "release.checks.disk: unknown key, … found disk"],
  ['checks = { database = "health" }', 'release.checks.database: wrong value, expected a path…, found "health"'],
  ['steps = "100:"', "release.steps: not a time, expected …, found 100:"],
  ['steps = ""', "release.steps: no steps, expected steps such as …, found an empty text"],
  ['smoke = ""', 'release.smoke: wrong value, expected one line…, found ""'],
  ["steps = 100", "release.steps: wrong type, expected text, found 100"],
])("%s is refused on every platform", (text, mistake) => {
  const pattern = new RegExp(
    `^${mistake
      .split("…")
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
  );
  for (const platform of platforms) {
    expect(mistakes(platform, block(text))).toEqual([expect.stringMatching(pattern)]);
  }
});

test.each(platforms)("%s takes a bucket for the log of releases only where the state is in none", (platform) => {
  const log = block('log_bucket = "acme-releases"');
  expect(mistakes(platform, `state = { cloud = { organization = "acme" } }\n${log}`)).toEqual([]);
  expect(mistakes(platform, log)).toEqual([
    "release.log_bucket: the log of releases is in the bucket of the state, expected state.cloud, or no such key, found acme-releases",
  ]);
  expect(mistakes(platform, block('log_bucket = "s3://acme"'))?.[0]).toMatch(/expected the name of an S3 bucket/);
});

test("each mistake of the steps is reported by itself, at its place", () => {
  expect(mistakes("aws", block('steps = "0:5m,50,40:5m,60"'))).toEqual([
    "release.steps: not a percentage, expected a whole number from 1 to 100, found 0",
    "release.steps: a step before the last has no time, expected a time after it, such as 50:5m, found 50",
    "release.steps: percentages must rise, expected more than 50, found 40 after 50",
    "release.steps: all requests are never moved, expected 100 as the last step, found 60",
  ]);
});

const provisioned = (...names: string[]) =>
  `functions = { ${names.map((name) => `${name} = { provisioned_concurrency = 1 }`).join(", ")} }`;
const ofClients = ["authorizer", "connect", "disconnect", "chat"];

test.each<[string, Releasing, string]>([
  ["one service", "aws", "aws = { service = { blue_green = false } }"],
  ["provisioned concurrency", "aws-serverless", `aws_serverless = { ${provisioned("test_execution")} }`],
  ["provisioned concurrency of all", "aws-websocket", `aws_websocket = { ${provisioned(...ofClients)} }`],
  ["functions that no client calls", "aws-codebuild", ""],
])("%s divides no requests: what needs it is refused by name, 100 is not", (_, platform, change) => {
  const withBlock = (text: string) => mistakes(platform, `${change}\n${block(text)}`);
  expect(withBlock('steps = "10:5m,100"')).toEqual([expect.stringMatching(/^release\.steps: .*100 alone, found 10$/)]);
  expect(withBlock('strategy = "canary"')).toEqual([expect.stringMatching(/rolling, found canary$/)]);
  expect(withBlock('steps = "100", strategy = "rolling"')).toEqual([]);
});

test.each<[Releasing, string]>([
  ["aws", ""],
  ["aws-serverless", `aws_serverless = { ${provisioned("ai_analysis")} }`],
  ["aws-websocket", `aws_websocket = { ${provisioned(...ofClients.slice(1), "summary")} }`],
])("%s divides requests", (platform, change) => {
  const text = block('strategy = "canary", steps = "10:5m,50:10m,100"');
  expect(mistakes(platform, `${change}\n${text}`)).toEqual([]);
  expect(mistakes(platform, `${change}\n${block('strategy = "rolling", steps = "10:5m,100"')}`)).toEqual([
    "release.steps: the strategy rolling has no percentages, expected 100 alone, found 10",
  ]);
});

test.each<[Releasing, number]>([
  ["aws", 0],
  ["aws-serverless", 0],
  ["aws-websocket", 1],
  ["aws-codebuild", 1],
])("%s takes paths to check where something answers them", (platform, count) => {
  expect(mistakes(platform, block('checks = { database = "/health/database" }'))).toHaveLength(count);
});

test("the checks of the settings are those that are judged", () => {
  expect(Object.keys(release.unwrap().shape.checks.unwrap().shape)).toEqual(Object.keys(checkNames));
});

const gcp = ruleProject("gcp", "");
test("a platform that cannot release yet has no such block, and does not read the shared one", () => {
  expect(gcp.mistakes("gcp = { release = {} }")).toContainEqual(expect.stringContaining("gcp.release: unknown key"));
  expect(gcp.mistakes(block("keep_minutes = -1"))).not.toContainEqual(expect.stringContaining("release"));
});

test("a smoke command is refused where there is no new build to test alone", () => {
  const change = block('smoke = "npm run smoke"');
  for (const platform of platforms) expect(loaded(platform, change)).toMatchObject({ smoke: "npm run smoke" });
  expect(mistakes("aws", `${change}\naws = { service = { blue_green = false } }`)).toEqual([
    expect.stringMatching(
      /^release\.smoke: without service\.blue_green there is no new side to test alone, .*npm run smoke/,
    ),
  ]);
});
