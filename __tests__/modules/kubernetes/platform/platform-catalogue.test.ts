import { platformCatalogue } from "../../../../modules/kubernetes/platform/platform-catalogue";
import { monitoringCrds } from "../../../../modules/kubernetes/platform/platform-prometheus";
import { platformNamespaces } from "../../../../modules/kubernetes/platform/platform-service";

const services = Object.entries(platformCatalogue);
const releases = [monitoringCrds, ...services.flatMap(([, { releases }]) => releases)];

describe("platform catalogue", () => {
  test.each(services)("%s is listed after the services that are installed before it", (name, { after = [] }) => {
    const order = services.map(([service]) => service);

    for (const earlier of after) expect(order.indexOf(earlier)).toBeLessThan(order.indexOf(name));
  });

  test.each(releases.map((release) => [release.name, release] as const))(
    "%s: the chart of a repository has a full version, and its namespace is known",
    (_, { repository, version, namespace }) => {
      if (repository) expect(version).toMatch(/^v?\d+\.\d+\.\d+$/);
      expect([...Object.keys(platformNamespaces), "kube-system"]).toContain(namespace);
    },
  );

  test("no two releases share a name", () => {
    const names = releases.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
  });
});
