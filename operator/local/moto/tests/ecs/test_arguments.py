from moto.ecs.responses import DESCRIBE_SERVICES_TAGS, EC2ContainerServiceResponse

from tests import EmulatorTest, client

STRATEGY = [{"capacityProvider": "FARGATE", "weight": 1, "base": 2}]


class Services(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.ecs = client("ecs")
        self.ecs.create_cluster(clusterName="lab")
        self.ecs.register_task_definition(
            family="api", containerDefinitions=[{"name": "api", "image": "api", "memory": 128}]
        )
        self.ecs.create_service(
            cluster="lab",
            serviceName="api",
            taskDefinition="api",
            desiredCount=1,
            capacityProviderStrategy=STRATEGY,
            enableExecuteCommand=True,
            enableECSManagedTags=True,
            healthCheckGracePeriodSeconds=60,
            deploymentConfiguration={"deploymentCircuitBreaker": {"enable": True, "rollback": True}},
            serviceConnectConfiguration={"enabled": True, "namespace": "lab"},
        )

    def service(self):
        return self.ecs.describe_services(cluster="lab", services=["api"])["services"][0]

    def test_a_service_gives_back_what_it_was_asked_for(self):
        service = self.service()
        self.assertEqual(service["capacityProviderStrategy"], STRATEGY)
        self.assertNotIn("launchType", service)
        self.assertTrue(service["enableExecuteCommand"])
        self.assertTrue(service["enableECSManagedTags"])
        self.assertEqual(service["healthCheckGracePeriodSeconds"], 60)
        self.assertTrue(service["deploymentConfiguration"]["deploymentCircuitBreaker"]["rollback"])
        self.assertEqual(service["deployments"][0]["serviceConnectConfiguration"]["namespace"], "lab")

    def test_zone_rebalancing_is_off_unless_asked_for(self):
        self.assertEqual(self.service()["availabilityZoneRebalancing"], "DISABLED")
        self.ecs.update_service(cluster="lab", service="api", availabilityZoneRebalancing="ENABLED")
        self.assertEqual(self.service()["availabilityZoneRebalancing"], "ENABLED")

    def test_a_change_of_one_thing_leaves_the_rest(self):
        self.ecs.update_service(cluster="lab", service="api", healthCheckGracePeriodSeconds=30)
        self.assertEqual(self.service()["healthCheckGracePeriodSeconds"], 30)
        self.assertEqual(self.service()["capacityProviderStrategy"], STRATEGY)

    def test_a_request_without_tags_leaves_those_of_another_one(self):
        one, other = EC2ContainerServiceResponse(), EC2ContainerServiceResponse()
        one._include_in_response(DESCRIBE_SERVICES_TAGS)
        other._exclude_from_response(DESCRIBE_SERVICES_TAGS)
        shown = one.RESPONSE_KEY_PATH_TO_TRANSFORMER[DESCRIBE_SERVICES_TAGS]
        self.assertEqual(shown(["tags"]), ["tags"])
