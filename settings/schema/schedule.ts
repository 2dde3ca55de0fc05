import * as z from "zod";

/** Schedules as the services take them (EventBridge, "Cron expressions"; POSIX crontab). */

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Names of the values, the first of which is `from`. */
  readonly names?: readonly string[];
  /** Further forms that an item may have. */
  readonly also?: RegExp;
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const minutes: Field = { name: "minutes", from: 0, to: 59 };
const hours: Field = { name: "hours", from: 0, to: 23 };
const month: Field = { name: "month", from: 1, to: 12, names: months };

const awsFields: readonly Field[] = [
  minutes,
  hours,
  { name: "day of the month", from: 1, to: 31, also: /^(\?|L|LW|L-([1-9]|[12]\d|30)|([1-9]|[12]\d|3[01])W)$/ },
  month,
  {
    name: "day of the week",
    from: 1,
    to: 7,
    names: weekdays,
    also: /^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)L|[1-7]#[1-5])$/,
  },
  { name: "year", from: 1970, to: 2199 },
];

const posixFields: readonly Field[] = [
  minutes,
  hours,
  { name: "day of the month", from: 1, to: 31 },
  month,
  { name: "day of the week", from: 0, to: 7, names: weekdays },
];

/** What is wrong with the fields of a cron expression; undefined where nothing is. */
function fieldProblem(fields: readonly Field[], texts: readonly string[]): string | undefined {
  if (texts.length !== fields.length) {
    return `${fields.length} fields with a space between (${fields.map(({ name }) => name).join(", ")})`;
  }
  const wrong = fields.find((field, index) => !isField(field, texts[index] as string));
  return (
    wrong &&
    `${wrong.name} of ${wrong.from} to ${wrong.to}${wrong.names ? ` or ${wrong.names[0]} to ${wrong.names.at(-1)}` : ""}`
  );
}

function isField(field: Field, text: string): boolean {
  if (text === "?") return field.also?.test(text) ?? false;
  return text.split(",").every((item) => isItem(field, item));
}

/** `*`, `5`, `MON`, `1-5`, and each of them with a step. */
function isItem(field: Field, item: string): boolean {
  if (item !== "?" && field.also?.test(item)) return true;
  const [range = "", step, more] = item.split("/");
  if (
    more !== undefined ||
    (step !== undefined && !(/^\d{1,4}$/.test(step) && Number(step) >= 1 && Number(step) <= field.to))
  ) {
    return false;
  }
  if (range === "*") return true;
  const ends = range.split("-");
  return ends.length <= 2 && ends.every((end) => isValue(field, end));
}

function isValue({ from, to, names = [] }: Field, text: string): boolean {
  if (names.includes(text.toUpperCase())) return true;
  return /^\d{1,4}$/.test(text) && Number(text) >= from && Number(text) <= to;
}

function cronProblem(text: string): string | undefined {
  const [, inner] = /^cron\(([^()]*)\)$/.exec(text) ?? [];
  if (inner === undefined) return 'a schedule such as "cron(0 3 * * ? *)"';
  const fields = inner.split(" ");
  const problem = fieldProblem(awsFields, fields);
  if (problem) return `cron with ${problem}`;
  const open = [fields[2], fields[4]].filter((field) => field === "?").length;
  return open === 1 ? undefined : "? as exactly one of the day of the month and the day of the week";
}

function rateProblem(text: string): string | undefined {
  const [, value, unit = "", plural] = /^rate\(([1-9]\d{0,8}) (minute|hour|day)(s?)\)$/.exec(text) ?? [];
  if (value === undefined) return 'a rate such as "rate(5 minutes)", of minutes, hours or days';
  if ((value === "1") === !plural) return undefined;
  return `"rate(${value} ${unit}${value === "1" ? "" : "s"})": one ${unit}, several ${unit}s`;
}

const checked = (problem: (text: string) => string | undefined, example: string) =>
  z.string().refine((text) => !problem(text), { error: ({ input }) => problem(String(input ?? "")) ?? example });

/** A cron or rate expression of EventBridge, its Scheduler and Application Auto Scaling. */
export const awsSchedule = checked(
  (text) => (text.startsWith("rate") ? rateProblem(text) : cronProblem(text)),
  'a schedule such as "cron(0 3 * * ? *)" or "rate(1 hour)"',
);

/** A schedule of AWS Backup, which takes no rate and starts at most once an hour. */
export const backupSchedule = checked((text) => {
  const problem = cronProblem(text);
  if (problem)
    return text.startsWith("rate")
      ? 'a cron expression such as "cron(0 5 * * ? *)": AWS Backup takes no rate'
      : problem;
  return /^cron\(\d+ /.test(text) ? undefined : "one minute of the hour: AWS Backup starts at most once an hour";
}, 'a schedule such as "cron(0 5 * * ? *)"');

/** Five fields of cron, as Cloud Scheduler and Container Apps take them. */
export const cronFields = checked((text) => {
  const problem = fieldProblem(posixFields, text.split(" "));
  return problem && `cron with ${problem}, such as 0 3 * * *`;
}, "a schedule of cron such as 0 3 * * *");
