import { exampleSettings } from "../synthesized";

/** What documents 002 and 003 say of each environment's size: dev one replica, staging half of production. */

const platforms = ["aws", "gcp", "azure", "kubernetes"] as const;

type Replicas = Readonly<Record<string, { readonly min: number; readonly max: number }>>;

const replicas = (platform: (typeof platforms)[number], environment: string): Replicas => {
  const { application } = exampleSettings<"aws">(`${platform}-${environment}`);
  return { api: application.replicas, ...mapReplicas(application.components) };
};

const mapReplicas = (components: Readonly<Record<string, { replicas: Replicas[string] }>>) =>
  Object.fromEntries(Object.entries(components).map(([name, component]) => [name, component.replicas]));

describe.each(platforms)("the application and its components on %s", (platform) => {
  test("run once in dev", () => {
    const all = Object.values(replicas(platform, "dev"));
    expect(all.length).toBeGreaterThan(1);
    for (const { min } of all) expect(min).toBe(1);
  });

  test("run in staging with half of production's most replicas", () => {
    const production = replicas(platform, "prod");
    for (const [name, { max }] of Object.entries(replicas(platform, "staging"))) {
      expect([name, 2 * max]).toEqual([name, production[name]?.max]);
    }
  });
});

test.each(["test", "staging"])("no GPU node waits for work in %s", (environment) => {
  const { node_groups } = exampleSettings<"aws-eks">(`aws-eks-${environment}`);
  expect(node_groups["ai-processing"]).toMatchObject({ min: 0, desired: 0 });
});

test("the classes of data follow document 003's order", () => {
  const classes = ["dev", "test", "staging", "prod"].map((one) => exampleSettings(`aws-${one}`).data_class);
  expect(classes).toEqual(["synthetic", "anonymized", "masked", "real"]);
});
