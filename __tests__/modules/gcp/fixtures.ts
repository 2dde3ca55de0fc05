import { Names } from "../../../modules/names";

/** The names of a stack in production. */
export const names = new Names({
  name: "test-execution",
  environment: "prod",
  accountId: "example-prod",
  region: "us-central1",
});
