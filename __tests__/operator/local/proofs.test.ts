import { awsProofs } from "../../../operator/local/proofs/aws";
import { awsEksProofs } from "../../../operator/local/proofs/aws-eks";
import { applicable, type Outputs } from "../../../operator/local/proofs/proof";

/** A system may leave out its database and its cache: then there is nothing to prove of them. */

const database = { database_endpoint: "main.local", database_secret_arn: "arn" };

test.each<[string, typeof awsProofs, Outputs, readonly string[]]>([
  ["aws with a database", awsProofs, database, ["artifacts bucket", "service", "database", "load balancer"]],
  ["aws without", awsProofs, {}, ["artifacts bucket", "service", "load balancer"]],
  [
    "aws-eks with a cache alone",
    awsEksProofs,
    { redis_endpoint: "cache.local" },
    ["cluster", "node groups", "cache", "load balancer", "firewall", "configuration"],
  ],
  ["aws-eks without", awsEksProofs, {}, ["cluster", "node groups", "load balancer", "firewall", "configuration"]],
])("%s proves what is there", (_, proofs, outputs, expected) => {
  expect(applicable(proofs, outputs).map(({ what }) => what)).toEqual(expected);
});
