import { EcsValues } from "../../../../operator/release/aws/ecs-values";
import type { ReleaseTarget, ServiceTarget } from "../../../../stacks/aws/release-target";

const service = (values: ServiceTarget["values"], minimum = 2): ServiceTarget =>
  ({ values, replicas: { minimum, maximum: 10 } }) as ServiceTarget;
const shared = {
  image: "image",
  next_image: "next_image",
  next_percent: "next_percent",
  live: "live",
  probe: "probe",
};
const target = {
  services: {
    api: service({ ...shared, live_minimum: "live_minimum", next_minimum: "next_minimum" }),
    web: service({ ...shared, live_minimum: "web_live_minimum", next_minimum: "web_next_minimum" }, 1),
    rest: service({ image: "rest_image", next_percent: "rest_next_percent" }),
  },
} as unknown as ReleaseTarget;
const of = new EcsValues(target);
const before = {
  image: "app:1",
  next_image: "app:0",
  next_percent: 0,
  live: "green",
  probe: "",
  live_minimum: 2,
  next_minimum: 0,
  web_live_minimum: 1,
  web_next_minimum: 0,
  rest_image: "rest:1",
  rest_next_percent: 0,
};

test("the new side starts with what the live one runs, and neither scales below it", () => {
  const { probe, ...values } = of.start("app:2", (name) => (name === "api" ? 5 : 3));
  expect(values).toEqual({
    next_image: "app:2",
    next_percent: 0,
    live_minimum: 5,
    next_minimum: 5,
    web_live_minimum: 3,
    web_next_minimum: 3,
  });
  expect(probe).toMatch(/^[0-9a-f]{32}$/);
  expect(of.start("app:2", () => 1)["probe"]).toBe(probe);
  expect(new EcsValues(target).start("app:2", () => 1)["probe"]).not.toBe(probe);
});

test("the finish swaps images, sides and sizes, so that no task and no weight of a side changes", () => {
  const running = { ...before, ...of.start("app:2", () => 4), ...of.shift(100) };
  expect(of.finish(running)).toEqual({
    image: "app:2",
    next_image: "app:1",
    live: "blue",
    next_percent: 0,
    probe: "",
    live_minimum: 4,
    next_minimum: 4,
    web_live_minimum: 4,
    web_next_minimum: 4,
  });
});

test("the way back restores every value of the release, and leaves what belongs to another", () => {
  const running = { ...before, ...of.start("app:2", () => 4), ...of.shift(25) };
  const { rest_image, rest_next_percent, ...own } = before;
  expect(of.back(before)).toEqual(own);
  expect({ ...running, ...of.back(before) }).toEqual(before);
});

test("the old side is there to go back to until it stops", () => {
  const finished = { ...before, ...of.start("app:2", () => 4), ...of.shift(100) };
  const after = { ...finished, ...of.finish(finished) };
  expect(of.standby(after)).toBe("app:1");
  const idle = { ...after, ...of.idle() };
  expect(of.standby(idle)).toBeUndefined();
  expect(idle).toMatchObject({ live_minimum: 2, next_minimum: 0, web_live_minimum: 1, image: "app:2", live: "blue" });
});
