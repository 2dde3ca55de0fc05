import { created, notFound, ok, problem, type Route } from "./routes";

const labels = "/repos/{owner}/{repo}/labels";

/** Who a token is, and the labels of the repository. */
export class Account {
  readonly labels = new Set<string>();

  get routes(): readonly Route[] {
    return [
      {
        on: "GET /user",
        needs: ["metadata:read"],
        // The token of a job is an app's: it is no user.
        answer: ({ by }) =>
          by.endsWith("[bot]")
            ? problem(403, "Resource not accessible by integration")
            : ok({ login: by, type: "User" }),
      },
      {
        on: `GET ${labels}/{name}`,
        needs: ["issues:read", "pull-requests:read"],
        answer: ({ path }) => (this.labels.has(path["name"] ?? "") ? ok({ name: path["name"] }) : notFound),
      },
      {
        on: `POST ${labels}`,
        needs: ["issues:write", "pull-requests:write"],
        answer: ({ body }) => {
          this.labels.add(String(body["name"]));
          return created({ name: body["name"] });
        },
      },
    ];
  }
}
