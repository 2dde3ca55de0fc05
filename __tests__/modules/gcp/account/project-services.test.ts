import "cdktf/lib/testing/adapters/jest";
import { ProjectService } from "@cdktf/provider-google/lib/project-service";
import { PubsubTopic } from "@cdktf/provider-google/lib/pubsub-topic";
import { Testing } from "cdktf";
import { ProjectServices } from "../../../../modules/gcp/account/project-services";
import { resourcesOf } from "../fixtures";

const stack = Testing.synthScope((scope) => {
  new PubsubTopic(scope, "before", { name: "before" });
  new ProjectServices(scope, "services", { services: ["redis", "run"] });
  new PubsubTopic(scope, "after", { name: "after" });
});

describe("ProjectServices", () => {
  test("each API is enabled once, and stays enabled when the stack goes", () => {
    const enabled = resourcesOf<{ service: string; disable_on_destroy: boolean }>(stack, ProjectService);
    const services = enabled.map(({ service }) => service);
    expect(services).toContain("redis.googleapis.com");
    expect(services.filter((service) => service === "run.googleapis.com")).toHaveLength(1);
    expect(enabled.every((service) => service.disable_on_destroy === false)).toBe(true);
  });

  test("every other resource of the scope waits for all of them", () => {
    const [gate] = resourcesOf<{ depends_on: string[] }>(stack, { tfResourceType: "terraform_data" });
    expect(gate.depends_on).toHaveLength(resourcesOf(stack, ProjectService).length);
    for (const topic of resourcesOf<{ depends_on: string[] }>(stack, PubsubTopic)) {
      expect(topic.depends_on).toEqual([expect.stringMatching(/^terraform_data\./)]);
    }
    for (const service of resourcesOf(stack, ProjectService)) expect(service).not.toHaveProperty("depends_on");
  });
});
