import type { ReleaseWork } from "../../../../operator/commands/with-release";
import type { Progress, ProgressEvent } from "../../../../operator/progress/progress";
import type { ReleaseRequest } from "../../../../operator/release/run/request";

const said: ProgressEvent[] = [];
const begun: string[] = [];
const wanted: ReleaseRequest[] = [];
let status = "completed";
let dr = (): object => ({ summary: { status: "completed" }, lines: ["the second one"] });
const looked = jest.fn((_: string): void => undefined);
const results: (readonly string[])[] = [];

jest.mock("../../../../operator/commands/with-stacks", () => ({
  withStacks: (_: object, use: (selection: object, reachable: object) => Promise<void>) =>
    use({ protectedIds: new Set() }, (value: unknown) => value),
}));
jest.mock("../../../../operator/commands/release/other-builds", () => ({
  otherBuildsOf: async () => ["gcp-prod of the same system runs another build: app:1"],
}));
jest.mock("../../../../operator/release/engine/release.js", () => ({
  release: async (_: object, request: ReleaseRequest) => void wanted.push(request),
}));
jest.mock("../../../../operator/commands/with-release", () => ({
  ...jest.requireActual("../../../../operator/commands/with-release"),
  withRelease: async ({ id, aside }: ReleaseWork, use: (context: object) => Promise<void>) => {
    if (aside) return looked(id);
    begun.push(id);
    await use({});
    if (id.endsWith("-dr")) return dr();
    return { summary: { status, build: "app:2" }, lines: ["the first one"] };
  },
  printed: async (_: object, work: (progress: Progress) => Promise<{ readonly lines: readonly string[] }>) => {
    const progress = { report: (event: ProgressEvent) => void said.push(event), close() {} } as unknown as Progress;
    results.push((await work(progress)).lines);
  },
}));

import { release } from "../../../../operator/commands/release/release";

const options = { settings: [], confirm: [], despite: [], waive: {}, image: "app:2", with: "prod-dr" };
const first = ["the first one", "gcp-prod of the same system runs another build: app:1"].map((text) => ({
  stack: "aws-prod",
  type: "note",
  text,
}));

beforeEach(() => {
  said.length = 0;
  begun.length = 0;
  wanted.length = 0;
});

test("what the first release ended with is said before the second begins", async () => {
  await release("aws-prod", options);
  expect(begun).toEqual(["aws-prod", "aws-prod-dr"]);
  expect(said).toEqual(first);
  expect(results.at(-1)).toEqual(["the second one"]);
});

test("each stack runs the migration on its own database, and only the first one names a second", async () => {
  await release("aws-prod", { ...options, migrate: "migrate" });
  expect(wanted.map(({ migrate }) => migrate)).toEqual(["migrate", "migrate"]);
  expect(wanted.map((of) => of.with)).toEqual(["prod-dr", undefined]);
});

test("it is said too where the second one is refused", async () => {
  dr = () => {
    throw new Error("refused");
  };
  await expect(release("aws-prod", options)).rejects.toThrow("refused");
  expect(said).toEqual(first);
});

test("the second one does not begin where the first has not completed", async () => {
  status = "rolled_back";
  await release("aws-prod", options);
  expect(begun).toEqual(["aws-prod"]);
  expect(results.at(-1)).toEqual(["the first one"]);
});

test("a second stack that is not deployed is refused before the first release begins", async () => {
  looked.mockImplementationOnce((id) => {
    throw new Error(`${id} is not deployed`);
  });
  await expect(release("aws-prod", options)).rejects.toThrow("aws-prod-dr is not deployed");
  expect(begun).toEqual([]);
});
