/**
 * The actions that the workflows use, each pinned by the commit of a version: a tag can be moved. On 2026-11-30 the tag of each version was this
 * commit; Renovate raises commit and comment together. `__tests__/workflows/action-inputs.json` has the inputs of each.
 */
const pinned = {
  "actions/checkout": ["8e8c483db84b4bee98b60c0593521ed34d9990e8", "v6.0.1"],
  "actions/download-artifact": ["37930b1c2abaa49bbe596cd826c3c89aef350131", "v7.0.0"],
  "actions/setup-node": ["395ad3262231945c25e8478fd5baf05154b1d79f", "v6.1.0"],
  "actions/upload-artifact": ["b7c566a772e6b6bfb58ed0dc250532a479d7789f", "v6.0.0"],
  "aws-actions/configure-aws-credentials": ["61815dcd50bd041e203e49132bacad1fd04d2708", "v5.1.1"],
  "azure/login": ["a457da9ea143d694b1b9c7c869ebb04ebe844ef5", "v2.3.0"],
  "docker/login-action": ["4907a6ddec9925e35a0a9e82d7399ccc52663121", "v4.1.0"],
  "google-github-actions/auth": ["7c6bc770dae815cd3e89ee6cdf493a5fab2cc093", "v3.0.0"],
  "hashicorp/setup-terraform": ["b9cd54a3c349d3f38e8881555d616ced269862dd", "v3.1.2"],
  "sigstore/cosign-installer": ["faadad0cce49287aee09b3a48701e75088a2c6ad", "v4.0.0"],
} as const;

/** An action that the workflows use. */
export type Action = keyof typeof pinned;

/** The action at its commit, as `uses` names it. */
export const action = (name: Action): string => `${name}@${pinned[name][0]}`;

/** The version of a pinned action, by what `uses` names; undefined for all else. */
export function versionOf(uses: string): string | undefined {
  return Object.entries(pinned).find(([name, [commit]]) => uses === `${name}@${commit}`)?.[1][1];
}
