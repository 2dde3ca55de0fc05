import type { ComponentFigure } from "../port/platform";
import type { AwsClients } from "./clients";
import { measured } from "./figures";
import { type Functions, isWhole } from "./lambda-values";

/** Most errors of a function that switches whole, in percent of its calls. */
const mostErrorPercent = 10;
/** Fewer calls say too little: one error of them would be more than that. */
const fewestCalls = 100 / mostErrorPercent;
const minute = 60_000;

/** Which functions switch whole, and why. */
export function wholeLines(functions: Functions): string[] {
  const whole = Object.entries(functions).filter(([, of]) => isWhole(of));
  return whole.map(
    ([name, { whole_because: why }]) => `${name} switches whole at the finish (${why}), and is judged after it.`,
  );
}

/**
 * What functions that switch whole have done between two times (ms): they are judged after the switch. The minute of the switch is left out:
 * the metrics know whole minutes alone, and its first calls met the old version.
 */
export function wholeFigures(
  { cloudwatch }: AwsClients,
  functions: Functions,
  since: number,
  until: number,
): Promise<ComponentFigure[]> {
  const whole = Object.entries(functions).filter(([, of]) => isWhole(of));
  const from = Math.ceil(since / minute) * minute;
  const each = whole.map(async ([component, { function: FunctionName }]): Promise<ComponentFigure> => {
    const measure = (metric: string) => ({
      namespace: "AWS/Lambda",
      metric,
      stat: "Sum",
      dimensions: { FunctionName },
    });
    const wanted = { calls: measure("Invocations"), errors: measure("Errors") };
    const { calls = 0, errors = 0 } = until > from ? await measured(cloudwatch, wanted, from, until) : {};
    const what = `errors, percent of its ${calls} calls`;
    if (calls < fewestCalls) return { component, what: `${what}, ${fewestCalls} are needed:`, limit: mostErrorPercent };
    return { component, what, value: (100 * errors) / calls, limit: mostErrorPercent };
  });
  return Promise.all(each);
}
