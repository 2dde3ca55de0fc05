import { App } from "cdktf";
import { part } from "../../settings/schema/common";
import { reservedComponents } from "../../settings/schema/naming/reserved-components";
import { stackClass } from "../../stacks/registry";
import { type Change, oneApplication } from "./one-application";
import { exampleSettings, examples, root } from "./synthesized";
import { textsOf } from "./texts-of-settings";

/** The names that a component must not have are those that the stacks use: in any of the examples, and with what those leave out. */

const { load } = oneApplication();

type Platform = keyof typeof reservedComponents;

/** What the examples leave out, by platform. */
const more: Partial<Record<Platform, readonly Change[]>> = {
  aws: [
    { aws: { ...(textsOf("aws").aws as Change), deploy: { repository: "one/app" }, service: { blue_green: true } } },
  ],
  azure: [{ azure: { service: { blue_green: true } } }, textsOf("azure")],
  gcp: [textsOf("gcp")],
  kubernetes: [textsOf("kubernetes")],
};

/** Names of providers and keys of a second region, which componentNameRule knows by their form. */
const regional = /^aws-[a-z]+-[a-z]+-\d$/;

const platforms = Object.keys(reservedComponents) as Platform[];

test.each(platforms)("of %s", async (platform) => {
  const settings = [
    ...examples.stacks.filter((stack) => stack.platform === platform).map(({ id }) => exampleSettings<Platform>(id)),
    ...(more[platform] ?? []).map((change) => {
      const loaded = load(platform, change);
      if ("error" in loaded) throw loaded.error;
      return loaded.settings as never;
    }),
  ];
  const Stack = await stackClass(platform);
  const names = new Set<string>();
  for (const [index, one] of settings.entries()) {
    const components = Object.keys(one.application.components).flatMap((name) => [
      name,
      `${name}-queue`,
      `${name}-identity`,
    ]);
    const stack = new Stack(new App(), `stack-${index}`, one as never, root);
    const images = stack.node.children.flatMap(
      ({ node: { id } }) => id.match(/^(\w+)_image(_kept)?$/)?.[1]?.replaceAll("_", "-") ?? [],
    );
    for (const name of [...stack.node.children.map(({ node }) => node.id), ...images]) {
      if (!components.includes(name) && !regional.test(name) && part.safeParse(name).success) names.add(name);
    }
  }
  const others = (all: Iterable<string>) =>
    [...all].filter((name) => !/^(api-)?(blue|green)$|^api-(primary|canary)$/.test(name)).sort();
  expect(others(reservedComponents[platform])).toEqual(others(names));
});
