import type { Build } from "@aws-sdk/client-codebuild";
import { shellWord } from "../../process/shell";
import { count, due, ok, type Seen, type StatusFinding, timeText } from "../finding";
import { regional } from "./regional";
import type { StatusAccount } from "./status-account";

/** How far back failed builds are shown, in hours. */
const hours = 24;
/** CodeBuild's page of ids, and its limit of builds in one request (API reference of ListBuildsForProject and BatchGetBuilds). */
const page = 100;
/** Pages that are read of one project: more builds in a day are said. */
const mostPages = 5;

/** The builds of the last 24 hours that failed. One that a person stopped is none. */
export async function buildFindings(account: StatusAccount, at = new Date()): Promise<StatusFinding[]> {
  const found = regional(account, "aws_codebuild_project").map(({ stack, name, region }) =>
    account.ask({ topic: "builds", stacks: [stack.id], subject: name }, async () => {
      const { builds, isAll } = await recent(account, region, name, at);
      const ended = builds.filter(({ buildStatus }) => buildStatus !== "IN_PROGRESS");
      const failed = ended.filter(({ buildStatus }) => /^(FAILED|FAULT|TIMED_OUT)$/.test(buildStatus ?? ""));
      const [last] = failed;
      const all = `${isAll ? "" : "the newest "}${count(ended.length, "build")} in ${hours} hours`;
      if (!last) return ok(ended.length === 0 ? `no build in ${hours} hours` : `${all}, none failed`);
      return due(`${failed.length} of ${all} failed, ${lastText(last)}`, logCommand(account, region, last), {
        ...(last.endTime && { since: last.endTime.toISOString() }),
      });
    }),
  );
  return (await Promise.all(found)).flat();
}

/** The builds that started in the last hours, newest first. */
async function recent(account: StatusAccount, region: string, projectName: string, at: Date) {
  const { CodeBuildClient, ListBuildsForProjectCommand, BatchGetBuildsCommand } = await import(
    "@aws-sdk/client-codebuild"
  );
  const client = new CodeBuildClient(await account.options(region));
  const since = at.getTime() - hours * 3_600_000;
  const builds: Build[] = [];
  let nextToken: string | undefined;
  for (let pages = 0; pages < mostPages; pages++) {
    const list = await client.send(
      new ListBuildsForProjectCommand({ projectName, sortOrder: "DESCENDING", ...(nextToken && { nextToken }) }),
    );
    const ids = (list.ids ?? []).slice(0, page);
    if (ids.length === 0) return { builds, isAll: true };
    const { builds: got = [] } = await client.send(new BatchGetBuildsCommand({ ids }));
    const young = got.filter(({ startTime }) => (startTime?.getTime() ?? 0) >= since);
    builds.push(...young.sort((a, b) => (b.startTime?.getTime() ?? 0) - (a.startTime?.getTime() ?? 0)));
    nextToken = list.nextToken;
    if (young.length < got.length || !nextToken) return { builds, isAll: true };
  }
  return { builds, isAll: false };
}

function lastText({ id = "", buildStatus, phases = [], endTime }: Build): Seen["detail"] {
  const phase = phases.find(({ phaseStatus }) => /^(FAILED|FAULT|TIMED_OUT|CLIENT_ERROR)$/.test(phaseStatus ?? ""));
  const when = endTime ? ` at ${timeText(endTime)}` : "";
  return `the last is ${id} (${buildStatus}${phase?.phaseType ? ` in ${phase.phaseType}` : ""}${when})`;
}

function logCommand(account: StatusAccount, region: string, { id = "", logs }: Build): string {
  const { groupName, streamName } = logs ?? {};
  if (!groupName || !streamName) return account.command(`codebuild batch-get-builds --ids ${shellWord(id)}`, region);
  return account.command(
    `logs tail ${shellWord(groupName)} --log-stream-names ${shellWord(streamName)} --since 2d`,
    region,
  );
}
