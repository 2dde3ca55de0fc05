// Load: what a system is built for. `k6 run -e BASE_URL=https://staging.example.com load/load.js`
import { sleep } from "k6";
import { thresholds, visit } from "./figures.js";

export { setup } from "./figures.js";

export const options = {
  // Up in a minute, five minutes at 50 users, down again: long enough for autoscaling to be seen.
  stages: [
    { duration: "1m", target: 50 },
    { duration: "5m", target: 50 },
    { duration: "1m", target: 0 },
  ],
  thresholds,
};

export default function () {
  visit();
  sleep(1);
}
