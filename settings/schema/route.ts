import * as z from "zod";
import { uniqueList } from "./common";
import { domain } from "./formats";
import { health } from "./health";

/** What every cloud's load balancer takes: 128 characters (AWS), and `*` after the last `/` only (Google Cloud, Azure). */
const path = z
  .string()
  .max(128)
  .regex(/^(?=\/)(\/(?!\.{1,2}(\/|$))[\w.~-]+)*(\/\*)?$/, {
    error: "a path such as /api/* or /login: letters, digits and . _ ~ - between slashes, * after the last one only",
  });

/** How clients reach a component. */
export const route = z
  .strictObject({
    paths: uniqueList(path)
      .min(1)
      .max(20)
      .describe(
        "Paths that lead to this component: `/api/*` is `/api` and all below it, `/login` that path alone. All others lead to the application.",
      ),
    host: domain
      .optional()
      .describe(
        "Domain name to which the paths belong. Certificate and DNS cover it as they cover the application's. Default: the application's.",
      ),
    health,
  })
  .describe(
    "Requests that this component answers, at the load balancer of the application. Default: no client reaches it.",
  );
