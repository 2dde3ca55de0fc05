import { type Step, story } from "../support/story";
import type { HcpState } from "./hcp-state";
import { Journey } from "./journey";
import { Stage } from "./stage";

/** What the steps of a story work with. */
interface ReleaseStory {
  readonly stage: Stage;
  readonly journey: Journey;
  readonly step: Step;
}

/**
 * A story of releases, on a stage of its own that is open as long as its steps run.
 * @param elsewhere where the state is, if not in a bucket
 */
export function releaseStory(elsewhere?: HcpState): ReleaseStory {
  const stage = new Stage(elsewhere);
  beforeAll(() => stage.open(), 900_000);
  afterAll(() => stage.close());
  return { stage, journey: new Journey(stage), step: story() };
}
