import { type Step, story } from "../support/story";
import { Journey } from "./journey";
import { Stage } from "./stage";

/** What the steps of a story work with. */
interface ReleaseStory {
  readonly stage: Stage;
  readonly journey: Journey;
  readonly step: Step;
}

/** A story of releases, on a stage of its own that is open as long as its steps run. */
export function releaseStory(): ReleaseStory {
  const stage = new Stage();
  beforeAll(() => stage.open(), 900_000);
  afterAll(() => stage.close());
  return { stage, journey: new Journey(stage), step: story() };
}
