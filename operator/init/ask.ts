import { isAws } from "../../settings/rule";
import type { Draft } from "./make-plan";
import type { Missing } from "./missing";
import { type Answers, type AskedPlatform, platforms, platformTexts, valueFor } from "./model/answers";
import { type ExistingProject, environmentsOf } from "./model/existing";
import { nameSuggestion } from "./names";
import { problemOf } from "./values";

/** A person has ended the questions: nothing was written. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";
}

interface TextQuestion {
  readonly message: string;
  readonly placeholder?: string;
  readonly initialValue?: string;
  /** What is wrong with an answer. */
  readonly validate?: (value: string | undefined) => string | undefined;
}

interface Choice<T> {
  readonly message: string;
  readonly options: { value: T; label: string; hint?: string }[];
}

/** Questions in a terminal. */
export interface Questions {
  text(question: TextQuestion): Promise<string>;
  choose<T extends string>(choice: Choice<T>): Promise<T>;
  chooseSome<T extends string>(choice: Choice<T>): Promise<T[]>;
  confirm(message: string): Promise<boolean>;
}

/** The questions of a terminal; the library is loaded when the first is asked. @throws {CancelledError} after Ctrl-C */
export async function terminalQuestions(): Promise<Questions> {
  const prompts = await import("@clack/prompts");
  const answered = <T>(answer: T | symbol): T => {
    if (prompts.isCancel(answer)) throw new CancelledError("nothing was written");
    return answer as T;
  };
  const output = process.stderr;
  return {
    text: async (options) => answered(await prompts.text({ ...options, output })),
    choose: async <T extends string>({ message, options }: Choice<T>) =>
      answered(await prompts.select<string>({ message, options, output })) as T,
    chooseSome: async <T extends string>({ message, options }: Choice<T>) =>
      answered(await prompts.multiselect<string>({ message, options, required: true, output })) as T[],
    confirm: async (message) => answered(await prompts.confirm({ message, output })),
  };
}

/** Asks for the system, its platforms and environments, where the options do not say them. */
export async function askWhat(answers: Answers, existing: ExistingProject, ask: Questions): Promise<Answers> {
  const isAccountOnly = answers.platforms.length === 1 && answers.platforms[0] === "account";
  const initialValue = nameSuggestion(answers.found.name ?? "");
  const system =
    answers.system ??
    (isAccountOnly
      ? undefined
      : await ask.text({
          message: "Name of your system: first part of every name",
          placeholder: "shop",
          initialValue,
          validate: (value) => {
            if (existing.systems.has(value ?? "")) return `${value} is there already`;
            return problemOf("system", value ?? "");
          },
        }));
  const chosen =
    answers.platforms.length > 0
      ? answers.platforms
      : await ask.chooseSome<AskedPlatform>({
          message: "Platforms (space selects, enter ends)",
          options: platforms.map((value) => ({ value, label: value, hint: platformTexts[value] })),
        });
  const known = environmentsOf(existing);
  const environments =
    answers.environments.length > 0
      ? answers.environments
      : words(
          await ask.text({
            message: "Environments",
            initialValue: known.length > 0 ? known.join(", ") : "dev, prod",
            validate: (value) => firstProblem(words(value ?? "").map((it) => problemOf("environment", it))),
          }),
        );
  return { ...answers, system, platforms: chosen, environments };
}

const words = (text: string) => [...new Set(text.split(/[\s,]+/).filter(Boolean))];
const firstProblem = (problems: readonly (string | undefined)[]) =>
  problems.length === 0 ? "expected one name or more" : problems.find(Boolean);

/** Asks for what a deploy would act on, one question for each thing that is missing, and for what is there to be edited. */
export async function askMissing({ plan, missing }: Draft, ask: Questions): Promise<Answers> {
  let answers = plan.answers;
  for (const it of missing) answers = await askOne(answers, it, ask);
  if (answers.domain === undefined && plan.systems.some(({ isNew }) => isNew)) {
    const domain = await ask.text({
      message: "Domain name of the application (enter: later)",
      placeholder: "shop.example",
      validate: (value) => (value ? problemOf("domain", value) : undefined),
    });
    answers = { ...answers, domain: domain || undefined };
  }
  return answers;
}

async function askOne(answers: Answers, { option, what }: Missing, ask: Questions): Promise<Answers> {
  const [, flag = "", environment] = /^--(\w+) (?:([\w-]+)=)?/.exec(option) ?? [];
  if (flag === "state") return { ...answers, state: await askState(answers, ask) };
  const kind = flag as Parameters<typeof problemOf>[0];
  if (environment !== undefined) {
    // A value that was said for all environments in the meantime counts.
    const key = flag as "account" | "project" | "subscription";
    if (valueFor(answers[key], environment)) return answers;
    const value = await ask.text({
      message: what,
      validate: (text) => problemOf(kind, (text ?? "").split("/")[0] ?? ""),
    });
    return { ...answers, [key]: new Map([...answers[key], [environment, value]]) };
  }
  const value = await ask.text({ message: what, validate: (text) => problemOf(kind, text ?? "") });
  return flag === "email" ? { ...answers, emails: [value] } : { ...answers, [flag]: value };
}

async function askState({ platforms: chosen }: Answers, ask: Questions): Promise<Answers["state"]> {
  const where = await ask.choose<"s3" | "hcp">({
    message: "Where is state kept?",
    options: [
      { value: "s3", label: "S3", hint: chosen.some(isAws) ? "a bucket of the AWS account" : "takes an AWS account" },
      { value: "hcp", label: "HCP Terraform", hint: "takes an organization there" },
    ],
  });
  if (where === "s3") return { kind: "s3" };
  const organization = await ask.text({
    message: "Organization in HCP Terraform",
    validate: (value) => problemOf("organization", value ?? ""),
  });
  return { kind: "hcp", organization };
}
