import { type Step, story } from "../support/story";
import { cancelled } from "./pipeline/cancelled";
import { drift } from "./pipeline/drift";
import { Jobs } from "./pipeline/jobs";
import { candidates, production } from "./pipeline/promotion";
import { pullRequest } from "./pipeline/pull-request";
import { PipelineStage } from "./pipeline/stage";

/**
 * The workflows of a small project, executed with our own commands: real Terraform, moto, and users who are simulated. Foreign tools (cosign,
 * gh, checkov) and actions are recorded. Each part is a file of the folder `pipeline/`.
 */

const stage = new PipelineStage();
const jobs = new Jobs(stage);
beforeAll(() => stage.open(), 900_000);
afterAll(() => stage.close());

const steps = story();
const step: Step = (name, run) => steps(`${name} (foreign tools: recorded, not run)`, run);

for (const part of [pullRequest, candidates, cancelled, production, drift]) part(stage, jobs, step);
