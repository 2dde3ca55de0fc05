import { type TerraformStack, Testing } from "cdktf";
import type { Platform, PlatformSettings } from "../../settings/schema";
import { stackClass } from "../../stacks/registry";
import { exampleSettings, examples, root, type StackJson } from "./synthesized";

/** A system of 24 characters and an environment of 20: the longest names that settings admit. */
export const longest = { name: "photo-shop-of-the-region", environment: "integration-europe-1" };

/** The longest name of a component. */
export const component = "thumbnails-of-all-photographs-1";

type Block = Record<string, unknown>;

/** An example's settings, with other names and whatever else is different. */
function longSettings<P extends Platform>(platform: P, change: (settings: Block) => Block): PlatformSettings[P] {
  const own = examples.stacks.filter((stack) => stack.platform === platform && stack.environment === "prod");
  const { id = "", system } = own.find((stack) => stack.system === "ai-prism") ?? own[0] ?? {};
  const settings = exampleSettings<P>(id);
  const named = {
    ...settings,
    code: `functions/${system}`,
    system: longest.name,
    name: longest.name,
    environment: longest.environment,
  };
  return change(named) as unknown as PlatformSettings[P];
}

/** The stack of a platform with the longest names, built by its own class. */
export async function longStack<P extends Platform>(
  platform: P,
  change: (settings: Block) => Block = (settings) => settings,
): Promise<StackJson> {
  const settings = longSettings(platform, change);
  const Stack = await stackClass(platform);
  const stack = new Stack(Testing.app(), `${platform}-${longest.environment}`, settings, root);
  return JSON.parse(Testing.synth(stack as TerraformStack, false));
}

/** The same settings with each component under a name of 31 characters, reached by clients, with what the cloud may take for it. */
export function renamedComponents(settings: Block): Block {
  const application = settings.application as Block & { components: Record<string, Block> };
  const [first = application] = Object.values(application.components);
  const route = { paths: ["/long/*"], health: application.health };
  return { ...settings, application: { ...application, components: { [component]: { ...first, route } } } };
}
