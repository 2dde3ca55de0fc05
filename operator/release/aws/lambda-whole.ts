import type { ComponentFigure } from "../port/platform";
import type { AwsClients } from "./clients";
import { measured } from "./figures";
import type { Functions } from "./lambda-values";

/** Most errors of a function that switches whole, in percent of its calls. */
const mostErrorPercent = 10;

/** What functions that switch whole have done between two times (ms): they are judged after the switch. */
export function wholeFigures(
  { cloudwatch }: AwsClients,
  functions: Functions,
  since: number,
  until: number,
): Promise<ComponentFigure[]> {
  const whole = Object.entries(functions).filter(([, of]) => of.whole_because !== undefined);
  const each = whole.map(async ([component, { function: FunctionName }]): Promise<ComponentFigure> => {
    const measure = (metric: string) => ({
      namespace: "AWS/Lambda",
      metric,
      stat: "Sum",
      dimensions: { FunctionName },
    });
    const wanted = { calls: measure("Invocations"), errors: measure("Errors") };
    const found = await measured(cloudwatch, wanted, since, until);
    const figure = { component, what: "errors, percent of its calls", limit: mostErrorPercent };
    return found.calls ? { ...figure, value: (100 * (found.errors ?? 0)) / found.calls } : figure;
  });
  return Promise.all(each);
}
