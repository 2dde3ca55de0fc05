import unittest

from moto.xray.models import XRayBackend
from moto.xray.responses import XRayResponse

from patching import adds, replaces, store
from tests import EmulatorTest, client, reset


class Patching(unittest.TestCase):
    def test_a_patch_is_refused_when_moto_has_the_action_itself(self):
        with self.assertRaisesRegex(AttributeError, "XRayResponse.traces: remove the patch"):

            @adds(XRayResponse)
            def traces(self):
                return "{}"

    def test_a_static_method_stays_one(self):
        class Owner:
            @staticmethod
            def double(number):
                return 2 * number

        replaces(Owner, "double")(lambda original, number: original(number) + 1)
        self.assertEqual(Owner().double(2), 5)

    def test_each_backend_has_its_own_store(self):
        first, second = XRayBackend("us-east-1", "1"), XRayBackend("us-east-1", "2")
        store(first, "things")["a"] = 1
        self.assertEqual((store(first, "things"), store(second, "things")), ({"a": 1}, {}))


class Reset(EmulatorTest):
    def test_a_reset_empties_what_patches_keep(self):
        xray = client("xray")
        xray.create_sampling_rule(SamplingRule=sampling_rule("a"))
        self.assertEqual(len(xray.get_sampling_rules()["SamplingRuleRecords"]), 1)
        reset()
        self.assertEqual(xray.get_sampling_rules()["SamplingRuleRecords"], [])

    def test_a_region_does_not_see_what_another_keeps(self):
        client("xray").create_sampling_rule(SamplingRule=sampling_rule("a"))
        self.assertEqual(client("xray", "us-west-2").get_sampling_rules()["SamplingRuleRecords"], [])


def sampling_rule(name):
    return {
        "RuleName": name,
        "ResourceARN": "*",
        "Priority": 1000,
        "FixedRate": 0.1,
        "ReservoirSize": 1,
        "ServiceName": "*",
        "ServiceType": "*",
        "Host": "*",
        "HTTPMethod": "*",
        "URLPath": "*",
        "Version": 1,
    }
