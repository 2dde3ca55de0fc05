import type { Finding, Rule } from "../rule";
import { rule, workloads } from "./rules";
import type { ApplicationSettings, SharedSettings } from "./shared";

type Application = Pick<ApplicationSettings, "application">;

/** Rules about the containers of an application, which several platforms have with values of their own. */

/** No container may listen where another of its replica does. `taken` names the ports of the others. */
export const portRule = <S extends Application>(
  reads: string[],
  taken: (settings: S) => Readonly<Record<number, string>>,
): Rule =>
  rule<S>(["application", ...reads], function* (settings) {
    const others = taken(settings);
    for (const [path, { port }] of workloads(settings)) {
      const other = others[port];
      if (other)
        yield {
          path: `${path}.port`,
          problem: "one port for two",
          expected: `another port than ${other}`,
          found: String(port),
        };
    }
  });

/** The ports of the trace collector next to each container. */
export const collectorPorts = (
  tracing: { readonly enabled: boolean },
  ...more: readonly number[]
): Record<number, string> =>
  tracing.enabled
    ? Object.fromEntries(
        [4317, 4318, 8888, ...more].map((port) => [port, "those of the trace collector in each replica"]),
      )
    : {};

/** No component may have the name of something that the stack makes itself. */
export const componentNameRule = (reserved: readonly string[]): Rule =>
  rule<Application>(["application.components"], function* ({ application: { components } }) {
    const names = Object.keys(components);
    for (const name of names) {
      if (reserved.includes(name) || /^aws-[a-z]+-[a-z]+-\d$/.test(name)) {
        yield {
          path: `application.components.${name}`,
          problem: "a name that the stack uses itself",
          expected: "another name",
          found: name,
        };
      }
      const owner = name.replace(/-(queue|identity|green|next)$/, "");
      // What clients reach may have a second build, and its image a variable.
      const isTaken = Object.hasOwn(components, owner) && (!/-(green|next)$/.test(name) || components[owner]?.route);
      if (owner !== name && isTaken) {
        yield {
          path: `application.components.${name}`,
          problem: `a name that belongs to ${owner}`,
          expected: "another name",
          found: name,
        };
      }
    }
  });

/** The flags are one text, which has a limit. */
export const flagsRule = (bytes: number, service: string): Rule =>
  rule<Pick<SharedSettings, "feature_flags">>(["feature_flags"], function* ({ feature_flags }) {
    const found = Buffer.byteLength(JSON.stringify(feature_flags));
    if (found > bytes) {
      yield {
        path: "feature_flags",
        problem: "too long",
        expected: `at most ${bytes} bytes as JSON (${service})`,
        found: String(found),
      };
    }
  });

/** A certificate's first name has 64 characters at most (RFC 5280). */
export function* certificateNames(path: string, domain: string | undefined, certificate: unknown): Iterable<Finding> {
  if (domain && domain.length > 64 && !certificate) {
    yield {
      path,
      problem: "too long for a new certificate",
      expected: "at most 64 characters, or an existing certificate",
      found: `${domain.length} characters`,
    };
  }
}
