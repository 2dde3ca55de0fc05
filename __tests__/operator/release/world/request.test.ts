import { type RequestOptions, requestOf } from "../../../../operator/release/world/request";
import type { StackRelease } from "../../../../operator/release/world/settings";

const settings: StackRelease = {
  strategy: "blue_green",
  steps: "20:2m,100",
  keep_minutes: 15,
  min_requests: 100,
  on_silence: "rollback",
  require: ["scan"],
  checks: {},
  paths: { database: ["/health/database"] },
};
const request = (options: Partial<RequestOptions>, platform: "ecs" | "lambda" = "ecs") =>
  requestOf("aws-prod", platform, { despite: [], waive: {}, image: "app:2", ...options }, settings, undefined);

test("what the options leave open, the settings say", () => {
  expect(request({})).toMatchObject({
    build: "app:2",
    strategy: "blue_green",
    steps: [
      { percent: 20, seconds: 120 },
      { percent: 100, seconds: 0 },
    ],
    minRequests: 100,
    keepMinutes: 15,
    require: ["scan"],
    checks: { database: ["/health/database"] },
  });
});

test("the settings' smoke command is used where no option names another", () => {
  const withSmoke = { ...settings, smoke: "npm run smoke" };
  const smokeOf = (options: Partial<RequestOptions>) =>
    requestOf("aws-prod", "ecs", { despite: [], waive: {}, image: "app:2", ...options }, withSmoke, undefined).smoke;
  expect([smokeOf({}), smokeOf({ smoke: "curl x" }), request({}).smoke]).toEqual([
    "npm run smoke",
    "curl x",
    undefined,
  ]);
});

test("another strategy brings its own steps", () => {
  expect(request({ strategy: "canary" }).steps.map(({ percent }) => percent)).toEqual([10, 20, 30, 40, 50, 100]);
  expect(request({ strategy: "canary", steps: "50:1m,100" }).steps).toHaveLength(2);
});

test.each<[string, Partial<RequestOptions>, "ecs" | "lambda", RegExp]>([
  ["no image", { image: "" }, "ecs", /expected --image <ref>, the image to release, found none/],
  ["code on ECS", { image: "", code: true }, "ecs", /found --code, which is for functions/],
  ["an image for functions", {}, "lambda", /expected --code, .* found --image/],
  ["wrong steps", { steps: "10,5:1m" }, "ecs", /--steps: a step before the last has no time/],
  [
    "an unknown requirement",
    { waive: { tests: "no time" } },
    "ecs",
    /--waive: expected scan, after, baseline, digest, found tests/,
  ],
])("%s is refused", (_, options, platform, message) => {
  expect(() => request(options, platform)).toThrow(message);
});

test("the code of functions is known by its commit", () => {
  expect(request({ image: "", code: true }, "lambda").build).toMatch(/^[0-9a-f]{40}(-dirty)?$/);
});

test("a waived requirement keeps its reason", () => {
  expect(request({ waive: { after: "staging is down" } })).toMatchObject({ waived: { after: "staging is down" } });
});
