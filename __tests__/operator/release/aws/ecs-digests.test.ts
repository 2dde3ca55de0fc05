import { runningDigests } from "../../../../operator/release/aws/ecs-digests";
import { LostCredentials } from "../../../../operator/release/port/lost-credentials";
import { fakeClient } from "./fake-client";

const digest = `sha256:${"a".repeat(64)}`;
const tasks = [
  {
    containers: [
      { image: "app:2", imageDigest: digest },
      { image: "collector:1", imageDigest: "sha256:c" },
    ],
  },
  { containers: [{ image: "app:2", imageDigest: digest }] },
  { containers: [{ image: "app:2" }] },
];
const fake = (answers = {}) =>
  fakeClient({ ListTasks: { taskArns: ["arn:1", "arn:2", "arn:3"] }, DescribeTasks: { tasks }, ...answers });
const digests = (image: string, { client } = fake()) => runningDigests(client, "c", ["api-green"], image);

test("of an image that a tag names the digest that runs is recorded", async () => {
  expect(await digests("app:2")).toEqual([`api-green: app:2 is ${digest}`]);
});

test("nothing is looked up where the name has its digest", async () => {
  const made = fake();
  expect(await digests(`app@${digest}`, made)).toEqual([]);
  expect(made.asked).toEqual([]);
});

test("nothing is said where nothing runs, and where no task says a digest", async () => {
  expect(await digests("app:2", fake({ ListTasks: {} }))).toEqual([]);
  expect(await digests("app:2", fake({ DescribeTasks: { tasks: tasks.slice(2) } }))).toEqual([]);
});

test("a digest that cannot be read ends no release, but lost credentials are waited for", async () => {
  const failing = (error: Error) =>
    fake({
      ListTasks: () => {
        throw error;
      },
    });
  expect(await digests("app:2", failing(new Error("denied")))).toEqual([
    "api-green: which digest of app:2 runs could not be read: denied",
  ]);
  await expect(digests("app:2", failing(new LostCredentials("ended")))).rejects.toThrow(LostCredentials);
});
