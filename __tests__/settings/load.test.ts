import { readdirSync } from "node:fs";
import { join } from "node:path";
import { loadSettings } from "../../settings/load";
import { settingsSchema } from "../../settings/schema";

const root = join(__dirname, "../..");
const environments = readdirSync(join(root, "environments"))
  .filter((file) => file.endsWith(".tfvars") && file !== "base.tfvars")
  .map((file) => file.slice(0, -".tfvars".length));
const platforms = Object.keys(settingsSchema.platforms) as (keyof typeof settingsSchema.platforms)[];

test.each(platforms.flatMap((platform) => environments.map((environment) => [platform, environment] as const)))(
  "the settings of %s-%s have no mistake",
  (platform, environment) => {
    const { settings } = loadSettings(platform, environment, { root });
    expect(settings.environment).toBe(environment);
  },
);
