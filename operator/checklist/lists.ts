import type { Item, When } from "./item";

export const titles: Readonly<Record<When, string>> = {
  before: "Before any deployment",
  production: "Before production",
  during: "During the deployment",
  after: "After the deployment",
};

/** The lists of document 004, in its order. The 48 hours are its notice of a maintenance. */
export const lists: readonly Item[] = [
  {
    when: "before",
    text: "All tests pass",
    how: "npm test, or the checks of the commit in CI",
    look: "tests",
  },
  {
    when: "before",
    text: "Tests cover at least 80 % of the lines",
    how: "npm test, which refuses less than 85 %",
    look: "tests",
  },
  { when: "before", text: "The stack builds without a mistake", how: "npm run synth -- <stack>", look: "synthesis" },
  {
    when: "before",
    text: "The plan of this build was read and understood",
    how: "npm run plan -- <stack>, then npm run deploy -- <stack> --planned",
    look: "plan",
  },
  {
    when: "before",
    text: "The rights of who deploys are enough",
    how: "npm run preflight -- <stack>; new actions belong into the deploy role",
  },
  { when: "before", text: "Every secret has a value", how: "npm run preflight -- <stack>", look: "secrets" },
  {
    when: "before",
    text: "The way back is known and written down",
    how: "npm run releases -- <stack>; docs/release.md, Rolling back",
    look: "wayBack",
  },
  {
    when: "before",
    text: "The team knows of the deployment",
    how: "write to the team; a maintenance that users notice is announced 48 hours ahead",
  },
  { when: "before", text: "Dashboards are ready to be watched", how: "npm run outputs -- <stack>", look: "dashboards" },
  { when: "before", text: "No alarm is raised", how: "npm run runbooks -- <stack>, first looks", look: "alarms" },

  { when: "production", text: "The test environment has run this build", how: "npm run releases there", look: "test" },
  { when: "production", text: "Staging has run this build", how: "npm run releases there", look: "staging" },
  { when: "production", text: "Integration tests pass in staging", how: "the run of the pipeline in staging" },
  { when: "production", text: "Performance tests pass in staging", how: "the load test's report for this build" },
  {
    when: "production",
    text: "A scan of this build found nothing that stops it",
    how: "npm run release with --scan <sarif>: critical > 0 or high > 5 stops it",
  },
  { when: "production", text: "The change is approved, where that is required", how: "the change request's number" },
  {
    when: "production",
    text: "The deployment has a time of low traffic, which is agreed",
    how: "the load balancer's requests of the last week; the calendar",
  },
  {
    when: "production",
    text: "An engineer on call is there for its time",
    how: "the on-call calendar",
    look: "onCall",
  },
  {
    when: "production",
    text: "The way back was tried",
    how: "npm run rollback on the stack of staging",
    look: "rehearsed",
  },

  {
    when: "during",
    text: "The test environment goes first",
    how: "npm run releases there",
    look: "test",
    production: true,
  },
  {
    when: "during",
    text: "Staging goes second, and is validated",
    how: "npm run releases there",
    look: "staging",
    production: true,
  },
  { when: "during", text: "This stack has the build", how: "npm run releases -- <stack>", look: "released" },
  { when: "during", text: "Figures and alarms are watched", how: "the dashboards and npm run status, for 15 minutes" },

  {
    when: "after",
    text: "The application does what it should",
    how: "the paths that users take; npm run release -- <stack> --status",
    look: "released",
  },
  { when: "after", text: "Errors do not grow", how: "the alarms and the error rate of an hour", look: "alarms" },
  { when: "after", text: "It is as fast as before", how: "p95 on the dashboard of the application", look: "figures" },
  { when: "after", text: "The deployment is on record", how: "npm run releases -- <stack>", look: "recorded" },
  { when: "after", text: "Runbooks are up to date", how: "npm run runbooks -- <stack>", look: "runbooks" },
];
