from tests import rollouts
from tests.ecs import ServiceTest


class Rules(ServiceTest):
    def setUp(self):
        super().setUp()
        self.green = self.target_group("green")
        balancer = self.elb.create_load_balancer(Name="lab", Subnets=self.subnets)["LoadBalancers"][0][
            "LoadBalancerArn"
        ]
        self.listener = self.elb.create_listener(
            LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=[self.forward({self.targets: 1})]
        )["Listeners"][0]["ListenerArn"]

    def forward(self, weights):
        groups = [{"TargetGroupArn": arn, "Weight": weight} for arn, weight in weights.items()]
        return {"Type": "forward", "ForwardConfig": {"TargetGroups": groups}}

    def rule(self, priority, weights, conditions=None):
        conditions = conditions or [{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/*"]}}]
        arguments = {"Priority": priority, "Conditions": conditions, "Actions": [self.forward(weights)]}
        return self.elb.create_rule(ListenerArn=self.listener, **arguments)["Rules"][0]["RuleArn"]

    def rules(self):
        return self.elb.describe_rules(ListenerArn=self.listener)["Rules"]

    def weights(self, rule):
        found = self.elb.describe_rules(RuleArns=[rule])["Rules"][0]["Actions"][0]["ForwardConfig"]["TargetGroups"]
        return {it["TargetGroupArn"]: it["Weight"] for it in found}

    def test_weights_come_back_as_they_were_set(self):
        rule = self.rule(10, {self.targets: 100, self.green: 0})
        self.assertEqual(self.weights(rule), {self.targets: 100, self.green: 0})
        for percent in (10, 100, 0):
            wanted = {self.targets: 100 - percent, self.green: percent}
            self.elb.modify_rule(RuleArn=rule, Actions=[self.forward(wanted)])
            self.assertEqual(self.weights(rule), wanted)
        self.assertEqual(self.rules()[0]["Conditions"][0]["PathPatternConfig"]["Values"], ["/*"])

    def test_a_rule_for_a_header_comes_before_the_others_and_goes(self):
        self.rule(10, {self.targets: 1})
        header = {"HttpHeaderName": "X-Release", "Values": ["f00"]}
        probe = self.rule(9, {self.green: 1}, [{"Field": "http-header", "HttpHeaderConfig": header}])
        self.assertEqual([it["Priority"] for it in self.rules()], ["9", "10", "default"])
        self.assertEqual(self.rules()[0]["Conditions"], [{"Field": "http-header", "HttpHeaderConfig": header}])
        with self.assertRaises(self.elb.exceptions.PriorityInUseException):
            self.rule(9, {self.green: 1})
        self.elb.delete_rule(RuleArn=probe)
        self.assertEqual([it["Priority"] for it in self.rules()], ["10", "default"])

    def test_rules_exchange_their_priorities(self):
        first, second, third = [self.rule(priority, {self.targets: 1}) for priority in (10, 20, 30)]
        exchanged = [{"RuleArn": first, "Priority": 20}, {"RuleArn": second, "Priority": 10}]
        self.elb.set_rule_priorities(RulePriorities=exchanged)
        self.assertEqual([it["RuleArn"] for it in self.rules()[:3]], [second, first, third])
        with self.assertRaises(self.elb.exceptions.PriorityInUseException):
            self.elb.set_rule_priorities(RulePriorities=[{"RuleArn": first, "Priority": 30}])
        self.assertEqual([it["Priority"] for it in self.rules()], ["10", "20", "30", "default"])


class Targets(ServiceTest):
    def test_a_target_can_be_asked_for(self):
        self.create("1.0", count=1)
        rollouts(advance=110)
        target = self.elb.describe_target_health(TargetGroupArn=self.targets)["TargetHealthDescriptions"][0]["Target"]
        found = self.elb.describe_target_health(TargetGroupArn=self.targets, Targets=[target])
        self.assertEqual(self.states(found), ["healthy"])
        self.update(desiredCount=0)
        rollouts(advance=10)
        [draining] = self.elb.describe_target_health(TargetGroupArn=self.targets)["TargetHealthDescriptions"]
        self.assertEqual(draining["TargetHealth"]["Reason"], "Target.DeregistrationInProgress")
        rollouts(advance=60)
        found = self.elb.describe_target_health(TargetGroupArn=self.targets, Targets=[target])
        self.assertEqual((self.states(found), self.health()), (["unused"], []))

    def test_a_target_that_no_task_is_stays_healthy(self):
        self.elb.register_targets(TargetGroupArn=self.targets, Targets=[{"Id": "10.0.0.9", "Port": 80}])
        self.assertEqual(self.health(), ["healthy"])
