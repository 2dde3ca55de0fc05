import { deployedServices } from "../../../../operator/release/aws/deployed-services";
import type { ReleaseTarget } from "../../../../stacks/aws/release-target";

const side = (service: string) => ({ service, target_group: "", target_group_suffix: "", alarms: [] });

test("each service of a stack should run the image and the replicas of its side", () => {
  const values = {
    image: "image",
    next_image: "next_image",
    live: "live",
    live_minimum: "live_minimum",
    next_minimum: "next_minimum",
  };
  const target = {
    services: {
      api: { blue: side("api"), green: side("api-green"), values },
      rest: { blue: side("rest"), values: { image: "rest_image" } },
    },
    components: { worker: { service: "worker", image: "image" } },
  } as unknown as ReleaseTarget;
  const state = {
    image: "app:2",
    next_image: "app:1",
    live: "green",
    live_minimum: 3,
    next_minimum: 0,
    rest_image: "rest:1",
  };
  expect(deployedServices(target, state)).toEqual([
    { service: "api", value: "next_image", image: "app:1", least: 0 },
    { service: "api-green", value: "image", image: "app:2", least: 3 },
    { service: "rest", value: "rest_image", image: "rest:1", least: 0 },
    { service: "worker", value: "image", image: "app:2", least: 0 },
  ]);
});
