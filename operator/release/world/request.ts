import type { StrategyName } from "../../../settings/schema/release/steps";
import { commitOf } from "../../process/checkout";
import { UserError } from "../../process/user-error";
import { stepsFor } from "../judge/strategies";
import { requirements } from "../log/parts";
import type { After, ReleaseRequest } from "../run/request";
import type { StackRelease } from "./settings";

/** The options of `npm run release` that say what is released and how. */
export interface RequestOptions {
  readonly image?: string;
  readonly code?: boolean;
  readonly strategy?: StrategyName;
  readonly steps?: string;
  readonly migrate?: string;
  readonly smoke?: string;
  readonly despite: readonly string[];
  readonly waive: Readonly<Record<string, string>>;
  readonly with?: string;
}

/** What a release is to do: the options, where they are silent the setting `release`. @throws {UserError} for each option that is wrong */
export function requestOf(
  stack: string,
  platform: "ecs" | "lambda",
  options: RequestOptions,
  settings: StackRelease,
  after: After | undefined,
): ReleaseRequest {
  const strategy = options.strategy ?? settings.strategy;
  const text = options.steps ?? (options.strategy ? undefined : settings.steps);
  const { steps, mistakes } = stepsFor(strategy, text);
  const wrong = mistakes.map(
    ({ problem, expected, found }) => `${stack}: --steps: ${problem}: expected ${expected}, found ${found}`,
  );
  if (!steps || wrong.length > 0) throw new UserError(wrong.join("\n"));
  const commit = commitOf();
  const smoke = options.smoke ?? settings.smoke;
  return {
    build: buildOf(stack, platform, options, commit),
    ...(commit && { commit }),
    strategy,
    steps: [...steps],
    minRequests: settings.min_requests,
    onSilence: settings.on_silence,
    keepMinutes: settings.keep_minutes,
    despite: [...options.despite],
    checks: settings.paths,
    metrics: true,
    require: settings.require,
    waived: waivedOf(stack, options.waive),
    ...(settings.code && { code: settings.code }),
    ...(options.migrate && { migrate: options.migrate }),
    ...(smoke && { smoke }),
    ...(after && { after }),
    ...(options.with && { with: options.with }),
  };
}

function buildOf(
  stack: string,
  platform: "ecs" | "lambda",
  { image, code }: RequestOptions,
  commit: string | undefined,
) {
  if (platform === "ecs") {
    if (image && !code) return image;
    throw new UserError(
      `${stack}: expected --image <ref>, the image to release, found ${code ? "--code, which is for functions" : "none"}`,
    );
  }
  if (!code || image)
    throw new UserError(
      `${stack}: expected --code, which releases the functions of this checkout, found ${image ? "--image" : "none"}`,
    );
  if (!commit)
    throw new UserError(`${stack}: --code: expected a checkout of Git, whose commit names the build, found none`);
  return commit;
}

function waivedOf(stack: string, waive: Readonly<Record<string, string>>): ReleaseRequest["waived"] {
  const unknown = Object.keys(waive).filter((name) => !requirements.some((known) => known === name));
  if (unknown.length > 0)
    throw new UserError(`${stack}: --waive: expected ${requirements.join(", ")}, found ${unknown.join(", ")}`);
  return waive;
}
