from tests import EmulatorTest, client
from tests.test_patching import sampling_rule


class SamplingRules(EmulatorTest):
    def test_a_rule_is_made_changed_and_removed(self):
        xray = client("xray")
        made = xray.create_sampling_rule(SamplingRule=sampling_rule("a"), Tags=[{"Key": "Stack", "Value": "aws-local"}])
        arn = made["SamplingRuleRecord"]["SamplingRule"]["RuleARN"]
        self.assertEqual(xray.list_tags_for_resource(ResourceARN=arn)["Tags"], [{"Key": "Stack", "Value": "aws-local"}])

        xray.update_sampling_rule(SamplingRuleUpdate={"RuleName": "a", "FixedRate": 0.5})
        rules = [it["SamplingRule"] for it in xray.get_sampling_rules()["SamplingRuleRecords"]]
        self.assertEqual([(it["RuleName"], it["FixedRate"], it["Priority"]) for it in rules], [("a", 0.5, 1000)])

        xray.delete_sampling_rule(RuleName="a")
        self.assertEqual(xray.get_sampling_rules()["SamplingRuleRecords"], [])

    def test_a_rule_that_is_not_there_cannot_be_changed(self):
        xray = client("xray")
        with self.assertRaises(xray.exceptions.InvalidRequestException):
            xray.update_sampling_rule(SamplingRuleUpdate={"RuleName": "none", "FixedRate": 0.5})
