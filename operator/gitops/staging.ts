import { UserError } from "../process/user-error";
import { awaited, change, type Delivered, type DeliverProps, trailer } from "./delivery";
import { inClone } from "./git";
import { valuesOf } from "./values";

/** How often a commit is made again because someone else pushed first. */
const mostAttempts = 5;

/** Staging: commits the tag to the branch that Argo CD follows (document 003: `environments/staging/values.yaml`), and waits. */
export async function deliverStaging(props: DeliverProps): Promise<Delivered> {
  const { base, tag, say } = props;
  const end = props.clock.now() + props.timeoutSeconds * 1000;
  const file = valuesOf("staging");
  for (let attempt = 1; ; attempt++) {
    const result = await inClone(props, async (checkout) => {
      const last = await checkout.trailerOf(file, trailer);
      if (!(await change(checkout, props, file, `Update staging to ${tag}`))) return "same";
      refuseOlder(props, file, last);
      return (await checkout.push(base)) ? "pushed" : "late";
    });
    if (result !== "late") {
      say(result === "same" ? `${file} has ${tag} already` : `committed ${tag} to ${file} on ${base}`);
      break;
    }
    if (attempt === mostAttempts) {
      throw new UserError(
        `${base} was pushed to by others ${mostAttempts} times in a row: nothing was committed, try again`,
      );
    }
  }
  return awaited(props, end);
}

/** Runs may end in another order than they began, and a person may run an old one again. */
function refuseOlder({ run, tag }: DeliverProps, file: string, last: string): void {
  const [workflow, number] = last.split(" ");
  if (!run || workflow !== run.workflow || !(Number(number) > run.number)) return;
  throw new UserError(
    `${file} has the build of a later run (${number}), this is run ${run.number}: ${tag} is not delivered. To go back, revert in the GitOps repository`,
  );
}
