import type { Step } from "../support/story";
import { story } from "../support/story";
import { affected } from "./affected";
import { checklist } from "./checklist";
import { drift } from "./drift";
import { review } from "./review";
import { WatchStage } from "./stage";
import { stateVersions } from "./state";
import { status } from "./status";

/** The commands that watch and compare, on a deployed stack. Each part is a file of this folder. */

const stage = new WatchStage();
const parts: readonly ((stage: WatchStage, step: Step) => void)[] = [checklist, drift, review, stateVersions, status];

beforeAll(() => stage.open(), 900_000);
afterAll(() => stage.close());

const step = story();
// While the stack is being deployed.
affected(stage, step);
step("a plan of what was just deployed is empty", async () => {
  await stage.deployed();
  await stage.ended(0, "plan", stage.stack);
});
for (const part of parts) part(stage, step);
