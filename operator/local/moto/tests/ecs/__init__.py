"""A service behind a load balancer. A task takes 100 s, a slow one 1000 s, so that the time of a test does not count."""

from tests import EmulatorTest, client, rollouts

BREAKER = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}


class ServiceTest(EmulatorTest):
    def setUp(self):
        super().setUp()
        rollouts(seconds=100, slow_seconds=1000)
        self.ecs, self.elb, self.ec2 = client("ecs"), client("elbv2"), client("ec2")
        self.ecs.create_cluster(clusterName="lab", capacityProviders=["FARGATE"])
        self.subnets = [it["SubnetId"] for it in self.ec2.describe_subnets()["Subnets"][:2]]
        vpc = self.ec2.describe_subnets()["Subnets"][0]["VpcId"]
        self.vpc = vpc
        self.group = self.ec2.create_security_group(GroupName="api", Description="api", VpcId=vpc)["GroupId"]
        self.network = {"awsvpcConfiguration": {"subnets": self.subnets, "securityGroups": [self.group]}}
        self.targets = self.target_group("blue")

    def target_group(self, name):
        made = self.elb.create_target_group(Name=name, Protocol="HTTP", Port=80, VpcId=self.vpc, TargetType="ip")
        return made["TargetGroups"][0]["TargetGroupArn"]

    def define(self, tag, **more):
        container = {
            "name": "api",
            "image": f"registry:5000/api:{tag}",
            "portMappings": [{"containerPort": 8080}],
            **more,
        }
        return self.ecs.register_task_definition(
            family="api",
            networkMode="awsvpc",
            requiresCompatibilities=["FARGATE"],
            cpu="256",
            memory="512",
            containerDefinitions=[
                {"memory": 256, **container},
                {"name": "collector", "image": "otel:0.40", "memory": 256},
            ],
        )["taskDefinition"]["taskDefinitionArn"]

    def create(self, tag, count=2, **more):
        arguments = {
            "deploymentConfiguration": BREAKER,
            "capacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1}],
            "loadBalancers": [{"targetGroupArn": self.targets, "containerName": "api", "containerPort": 8080}],
            "networkConfiguration": self.network,
        }
        self.ecs.create_service(
            cluster="lab",
            serviceName="api",
            taskDefinition=self.define(tag),
            desiredCount=count,
            **{name: value for name, value in (arguments | more).items() if value is not None},
        )

    def update(self, tag=None, **more):
        named = {"taskDefinition": self.define(tag)} if tag else {}
        return self.ecs.update_service(cluster="lab", service="api", **named, **more)["service"]

    def service(self):
        return self.ecs.describe_services(cluster="lab", services=["api"])["services"][0]

    def tasks(self, status="RUNNING", **more):
        arns = self.ecs.list_tasks(cluster="lab", desiredStatus=status, **{"serviceName": "api", **more})["taskArns"]
        return self.ecs.describe_tasks(cluster="lab", tasks=arns)["tasks"] if arns else []

    def health(self):
        return sorted(self.states(self.elb.describe_target_health(TargetGroupArn=self.targets)))

    def states(self, answer):
        return [it["TargetHealth"]["State"] for it in answer["TargetHealthDescriptions"]]

    def deployments(self):
        """Status, state, tag of the image, running and pending tasks of each deployment."""
        return [
            (it["status"], it["rolloutState"], self.tag(it["taskDefinition"]), it["runningCount"], it["pendingCount"])
            for it in self.service()["deployments"]
        ]

    def tag(self, definition):
        found = self.ecs.describe_task_definition(taskDefinition=definition)["taskDefinition"]
        return found["containerDefinitions"][0]["image"].split("/")[-1].partition(":")[2]

    def messages(self):
        return [event["message"] for event in self.service()["events"]]
