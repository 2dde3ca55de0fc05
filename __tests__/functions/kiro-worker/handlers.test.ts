/** What Lambda calls, with the variables that the stack gives. */

const variables = {
  AWS_REGION: "us-east-1",
  WORK_ITEMS_TABLE: "work-items",
  LOCKS_TABLE: "locks",
  METRIC_NAMESPACE: "kiro-worker/prod",
  REPOSITORIES: '["example/*"]',
  MAX_STARTS: "20",
  MAX_ATTEMPTS: "3",
  PROJECTS: JSON.stringify({ worker: { name: "kiro-worker-prod-worker", lockSeconds: 3600, revisions: true } }),
};
const before = { ...process.env };

beforeEach(() => {
  jest.resetModules();
  Object.assign(process.env, variables);
  jest.spyOn(console, "warn").mockReturnValue();
});
afterAll(() => {
  process.env = before;
});

test("submit refuses an invalid work item before it uses the network", async () => {
  const { handler } = await import("../../../functions/kiro-worker/submit.js");
  expect(await handler({ items: [{ id: "one", project: "other" }] })).toEqual({
    statusCode: 400,
    body: { reasons: ["items[0]: project: expected one of worker"] },
  });
});

test("events refuses an invalid event", async () => {
  const { handler } = await import("../../../functions/kiro-worker/events.js");
  expect(await handler({ hello: "world" })).toMatchObject({ statusCode: 400 });
});

test.each([[undefined], [[]], [{ limit: 1 }]])("the poller refuses %j, for it takes no input", async (event) => {
  const { handler } = await import("../../../functions/kiro-worker/poller.js");
  const reasons = ["expected {}: the poller takes no input"];
  expect(await handler(event)).toEqual({ statusCode: 400, body: { reasons } });
});

test("the error for a missing variable names it", async () => {
  delete process.env["LOCKS_TABLE"];
  const { handler } = await import("../../../functions/kiro-worker/poller.js");
  await expect(handler({})).rejects.toThrow("LOCKS_TABLE: expected in the environment, found nothing");
  Object.assign(process.env, variables, { GITHUB_REPOSITORY: "example/app" });
  await expect(handler({})).rejects.toThrow("GITHUB_LABEL: expected in the environment, found nothing");
  delete process.env["GITHUB_REPOSITORY"];
});
