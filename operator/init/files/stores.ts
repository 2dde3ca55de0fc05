import { settingsSchema } from "../../../settings/schema/index";
import type { Found } from "../application/found";
import type { SystemPlatform } from "../model/answers";

/** Whether a platform's stack cannot be built without a block. */
function needs(platform: SystemPlatform, key: "database"): boolean {
  const { shape } = settingsSchema.platforms[platform].schema;
  const own: unknown = Object.hasOwn(shape, key) ? shape[key as keyof typeof shape] : undefined;
  return (
    own !== undefined && !(own as { safeParse(value: unknown): { success: boolean } }).safeParse(undefined).success
  );
}

/** What was found, with a database where a platform has one in any case. */
export function withNeededStores(found: Found, platforms: readonly SystemPlatform[]): Found {
  const containers = platforms.filter((platform) => platform !== "aws-eks");
  return found.database || !containers.some((platform) => needs(platform, "database"))
    ? found
    : { ...found, database: {} };
}
