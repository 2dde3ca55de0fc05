import "cdktf/lib/testing/adapters/jest";
import { ProjectService } from "@cdktf/provider-google/lib/project-service";
import { PubsubTopic } from "@cdktf/provider-google/lib/pubsub-topic";
import { ProjectServices } from "../../../../modules/gcp/account/project-services";
import { synthesized } from "../../../synthesized";

const made = synthesized((scope) => {
  new PubsubTopic(scope, "before", { name: "before" });
  new ProjectServices(scope, "services", { services: ["redis", "run"] });
  new PubsubTopic(scope, "after", { name: "after" });
});

describe("ProjectServices", () => {
  test("each API is enabled once, and stays enabled when the stack is destroyed", () => {
    const enabled = made.all(ProjectService);
    const services = enabled.map(({ service }) => service);
    expect(services).toContain("redis.googleapis.com");
    expect(services.filter((service) => service === "run.googleapis.com")).toHaveLength(1);
    expect(enabled.every((service) => service.disable_on_destroy === false)).toBe(true);
  });

  test("every other resource of the scope depends on all of them", () => {
    const [gate] = Object.values<{ depends_on: string[] }>(made.json.resource.terraform_data);
    expect(gate.depends_on).toHaveLength(made.all(ProjectService).length);
    for (const topic of made.all(PubsubTopic)) {
      expect(topic.depends_on).toEqual([expect.stringMatching(/^terraform_data\./)]);
    }
    for (const service of made.all(ProjectService)) expect(service).not.toHaveProperty("depends_on");
  });
});
