import { Names } from "../../../modules/names";

/** What a module gets from its stack, as production's would be. */
export const names = new Names({
  name: "test-execution",
  environment: "prod",
  accountId: "111111111111",
  region: "us-east-1",
});

export const network = {
  vpcId: "vpc-1",
  cidr: "10.0.0.0/16",
  publicSubnetIds: ["subnet-1", "subnet-2"],
  privateSubnetIds: ["subnet-3", "subnet-4"],
  databaseSubnetIds: ["subnet-5", "subnet-6"],
};
