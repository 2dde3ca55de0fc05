/** What a secret looks like, under any name. */
const forms: readonly RegExp[] = [
  // A password in a URL: postgres://user:password@host. A port is followed by the end or a path.
  /[a-z][a-z0-9+.-]*:\/\/[^\s/?#@:]*:(?!\d+(?:[/?#]|$))[^\s@]+@/i,
  // A password in a connection string, or in a URL's query.
  /(?:^|[\s;?&])(?:password|passwd|pwd|secret|token|(?:api|access|account|shared_?access)[-_]?key|client[-_]?secret|sig)\s*=\s*[^\s;&]+/i,
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/,
  // Ids of AWS access keys.
  /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{12,}/,
  // Tokens of GitHub, GitLab, Slack, npm, PyPI, Docker, Hugging Face, Vault, SendGrid, Stripe, Google, OpenAI and its like.
  /(?<![A-Za-z0-9])(?:gh[opsur]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{8,}|xapp-[\w-]{8,})/,
  /(?<![A-Za-z0-9])(?:npm_\w{30,}|pypi-[\w-]{30,}|dckr_pat_[\w-]{16,}|hf_\w{30,}|hv[sb]\.[\w-]{20,}|AGE-SECRET-KEY-\w+)/,
  /(?<![A-Za-z0-9])(?:SG\.[\w-]{16,}\.[\w-]{16,}|[rs]k_(?:live|test)_\w{10,}|AIza[\w-]{30,}|ya29\.[\w-]{20,}|sk-[\w-]{16,})/,
  // A JSON Web Token: its header and its claims are JSON in base64.
  /(?<![A-Za-z0-9])eyJ[\w-]{8,}\.eyJ[\w-]{4,}\.[\w-]*/,
  /^(?:bearer|basic)\s+[\w.~+/=-]{16,}$/i,
];

/** Whether a text holds a secret by its own form. */
export function holdsSecret(text: string): boolean {
  return forms.some((form) => form.test(text));
}

/** Whether a value, or anything in it, is a text that holds a secret. */
export function holdsSecretWithin(value: unknown): boolean {
  if (typeof value === "string") return holdsSecret(value);
  return typeof value === "object" && value !== null && Object.values(value).some(holdsSecretWithin);
}
