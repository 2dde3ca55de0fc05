/** The path of the URL that a health check asks, as `curl` or `wget` in a Dockerfile or compose file; nothing if it asks none. */
export function healthPathOf(check: string): string | undefined {
  const [, path] = /https?:\/\/[^\s/"'$]+(?:\$\{?\w+[^\s/]*)?(\/[^\s"'|;&)?#,]*)/.exec(check) ?? [];
  return path && /^\/[\w./-]*$/.test(path) ? path : undefined;
}
