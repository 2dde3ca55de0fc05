import { commandWords, type Instruction, instructions, substitute } from "./dockerfile-lines";
import type { Note, Part } from "./found";
import { healthPathOf } from "./health-path";
import { shownCommand } from "./secret-variables";

interface Stage {
  readonly names: readonly string[];
  readonly values: Map<string, string>;
  readonly ports: { readonly port: number; readonly line: number }[];
  readonly notTaken: Note[];
  command?: { readonly words: readonly string[]; readonly line: number; readonly isInherited?: true };
  user?: { readonly name: string; readonly line: number };
  healthPath?: { readonly path: string; readonly line: number };
}

/** What a Dockerfile says of its last stage, or of the stage that is named: port, command, user, health check. */
export function readDockerfile(text: string, file: string, target?: string): Part {
  const stages = readStages(instructions(text), file);
  const stage = target ? stages.find(({ names }) => names.includes(target)) : stages.at(-1);
  if (!stage) {
    const text = target ? `stage ${target} is not there` : "it has no FROM";
    return { taken: [], notTaken: [{ file, line: 1, text }] };
  }
  const [first, ...others] = stage.ports;
  const taken: Note[] = [];
  const notTaken = [...stage.notTaken];
  if (first) taken.push({ file, line: first.line, text: `port ${first.port}` });
  for (const { port, line } of others)
    notTaken.push({ file, line, text: `port ${port}: the application has one port` });
  if (stage.command) {
    const text = `command ${shownCommand(stage.command.words)} (the image's own, which stays)`;
    taken.push({ file, line: stage.command.line, text });
  }
  if (stage.user) taken.push({ file, line: stage.user.line, text: `user ${stage.user.name}` });
  if (stage.healthPath) taken.push({ file, line: stage.healthPath.line, text: `health path ${stage.healthPath.path}` });
  const problem = userProblem(stage.user?.name);
  if (problem) notTaken.push({ file, line: stage.user?.line ?? 1, text: problem });
  return {
    port: first?.port,
    imageCommand: stage.command?.words,
    user: stage.user?.name,
    healthPath: stage.healthPath?.path,
    taken,
    notTaken,
  };
}

function readStages(all: readonly Instruction[], file: string): Stage[] {
  const global = new Map<string, string>();
  const stages: Stage[] = [];
  for (const instruction of all) {
    const stage = stages.at(-1);
    if (instruction.name === "FROM") stages.push(newStage(instruction, stages, global));
    else if (!stage) addArguments(instruction, global, global);
    else apply(instruction, stage, global, file);
  }
  return stages;
}

/** A stage begins with what the stage that it names has set. What an image from elsewhere has set is not known. */
function newStage({ rest }: Instruction, stages: readonly Stage[], global: ReadonlyMap<string, string>): Stage {
  const words = rest.split(/\s+/).filter((word) => !word.startsWith("--"));
  const from = substitute(words[0] ?? "", global) ?? "";
  const base = stages.find(({ names }) => names.includes(from.toLowerCase()));
  const name = /^as$/i.test(words[1] ?? "") ? words[2]?.toLowerCase() : undefined;
  return {
    names: [String(stages.length), ...(name ? [name] : [])],
    values: new Map(base?.values),
    ports: [...(base?.ports ?? [])],
    notTaken: [...(base?.notTaken ?? [])],
    command: base?.command && { ...base.command, isInherited: true },
    user: base?.user,
    healthPath: base?.healthPath,
  };
}

function apply({ name, rest, line }: Instruction, stage: Stage, global: ReadonlyMap<string, string>, file: string) {
  const known = substitute(rest, stage.values);
  if (name === "ARG" || name === "ENV") addArguments({ name, rest, line }, stage.values, global);
  else if (name === "EXPOSE") addPorts(known ?? rest, stage, line, file);
  else if (name === "CMD") stage.command = { words: commandWords(rest), line };
  // An ENTRYPOINT takes away the command of the image that it is built on; in shell form it ignores any.
  else if (name === "ENTRYPOINT" && (stage.command?.isInherited || !rest.startsWith("["))) stage.command = undefined;
  else if (name === "USER") stage.user = { name: (known ?? rest).trim(), line };
  else if (name === "HEALTHCHECK") {
    const path = healthPathOf(known ?? rest);
    stage.healthPath = path ? { path, line } : undefined;
  }
}

function addArguments({ name, rest }: Instruction, values: Map<string, string>, global: ReadonlyMap<string, string>) {
  if (name !== "ARG" && name !== "ENV") return;
  // The old form of ENV: everything after the name is the value.
  const [, oldName, oldValue] = name === "ENV" ? (/^(\w+)\s+([^=][\s\S]*)$/.exec(rest) ?? []) : [];
  const pairs: [string, string | undefined][] = oldName
    ? [[oldName, oldValue]]
    : [...rest.matchAll(/(\w+)(?:=("(?:[^"\\]|\\.)*"|'[^']*'|\S*))?/g)].map(([, key = "", value]) => [key, value]);
  for (const [key, value] of pairs) {
    const text = value === undefined ? global.get(key) : substitute(value.replace(/^(["'])([\s\S]*)\1$/, "$2"), values);
    if (text !== undefined) values.set(key, text);
    else if (name === "ENV") values.delete(key);
  }
}

function addPorts(text: string, stage: Stage, line: number, file: string): void {
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const [, from, to, protocol = "tcp"] = /^"?(\d+)(?:-(\d+))?(?:\/(\w+))?"?$/.exec(word) ?? [];
    const port = Number(from);
    if (!from || port < 1 || port > 65_535) {
      stage.notTaken.push({ file, line, text: `EXPOSE ${word}: no port that is known here` });
    } else if (protocol.toLowerCase() !== "tcp") {
      stage.notTaken.push({ file, line, text: `port ${word}: only TCP reaches a container` });
    } else {
      if (to) stage.notTaken.push({ file, line, text: `ports ${word}: of a range, only the first is taken` });
      if (!stage.ports.some((other) => other.port === port)) stage.ports.push({ port, line });
    }
  }
}

function userProblem(user: string | undefined): string | undefined {
  const [name] = user?.split(":") ?? [];
  if (!name || name === "root" || name === "0") {
    return "it runs as root: Kubernetes refuses that; add USER with a number such as 10001";
  }
  return /^\d+$/.test(name) ? undefined : `USER ${name} is a name: Kubernetes needs a number such as 10001`;
}
