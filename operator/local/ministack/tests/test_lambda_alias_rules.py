from botocore.config import Config
from botocore.exceptions import ClientError

from tests import client
from tests.lambda_versions import VersionsTest


class Rules(VersionsTest):
    def setUp(self):
        super().setUp()
        # The emulator must refuse what the SDK would not send.
        self.functions = client("lambda", config=Config(parameter_validation=False))

    def refusal(self, call, **options):
        with self.assertRaises(ClientError) as refused:
            call(FunctionName="f", **options)
        error = refused.exception.response
        return error["ResponseMetadata"]["HTTPStatusCode"], error["Error"]["Code"], error["Error"]["Message"]

    def assert_refused(self, words, code="InvalidParameterValueException", status=400, version="1", **weights):
        """By both actions, and nothing changes."""
        before = self.functions.list_aliases(FunctionName="f")["Aliases"]
        wanted = {"FunctionVersion": version, "RoutingConfig": {"AdditionalVersionWeights": weights}}
        for call, name in ((self.functions.create_alias, "other"), (self.functions.update_alias, "live")):
            found = self.refusal(call, Name=name, **wanted)
            self.assertEqual(found[:2], (status, code))
            self.assertIn(words, found[2])
        self.assertEqual(self.functions.list_aliases(FunctionName="f")["Aliases"], before)

    def provision(self):
        self.functions.put_provisioned_concurrency_config(
            FunctionName="f", Qualifier="live", ProvisionedConcurrentExecutions=1
        )

    def test_a_weight_is_a_share_from_0_to_1(self):
        for weight in (-0.01, 1.01, 25):
            self.assert_refused(
                "Member must have value less than or equal to 1.0", "ValidationException", **{"2": weight}
            )
        for weight in (0, 0.01, 1):
            self.divide(weight)

    def test_one_additional_version_at_most(self):
        self.functions.update_function_configuration(FunctionName="f", Environment=self.environment("3"))
        self.functions.publish_version(FunctionName="f")
        self.assert_refused(
            "Number of items in AdditionalVersionWeights cannot be greater than 1", **{"2": 0.1, "3": 0.1}
        )

    def test_another_version_than_the_aliass_own(self):
        self.assert_refused("Function version 1 is already included in routing configuration", **{"1": 0.1})

    def test_an_alias_may_not_come_to_the_version_that_has_its_weight(self):
        self.divide(0.1)
        found = self.refusal(self.functions.update_alias, Name="live", FunctionVersion="2")
        self.assertIn("Function version 2 is already included in routing configuration", found[2])
        # In one call it ends the division.
        ended = self.functions.update_alias(FunctionName="f", Name="live", FunctionVersion="2", RoutingConfig={})
        self.assertEqual((ended["FunctionVersion"], "RoutingConfig" in ended), ("2", False))

    def test_only_published_versions_divide_calls(self):
        words = "$LATEST is not supported for an alias pointing to more than 1 version"
        self.assert_refused(words, version="$LATEST", **{"2": 0.1})
        self.assert_refused("regular expression pattern: [0-9]+", "ValidationException", **{"$LATEST": 0.1})

    def test_versions_that_exist(self):
        self.assert_refused("Function not found: arn:aws:lambda", "ResourceNotFoundException", 404, **{"9": 0.1})
        self.assert_refused("Function not found: arn:aws:lambda", "ResourceNotFoundException", 404, version="9")

    def test_no_weights_while_the_alias_has_provisioned_concurrency(self):
        self.provision()
        weights = {"AdditionalVersionWeights": {"2": 0.1}}
        found = self.refusal(self.functions.update_alias, Name="live", RoutingConfig=weights)
        self.assertEqual(
            found[1:], ("InvalidParameterValueException", "Invalid alias configuration for Provisioned Concurrency")
        )
        # The version may change, as Terraform does with an empty map of weights.
        self.functions.update_alias(
            FunctionName="f", Name="live", FunctionVersion="2", RoutingConfig={"AdditionalVersionWeights": {}}
        )
        self.functions.delete_provisioned_concurrency_config(FunctionName="f", Qualifier="live")
        self.functions.update_alias(
            FunctionName="f", Name="live", RoutingConfig={"AdditionalVersionWeights": {"1": 0.1}}
        )

    def test_no_provisioned_concurrency_while_the_alias_has_weights(self):
        self.divide(0.1)
        with self.assertRaises(ClientError) as refused:
            self.provision()
        error = refused.exception.response["Error"]
        self.assertEqual(error["Code"], "InvalidParameterValueException")
        self.assertEqual(error["Message"], "Alias with weights can not be used with Provisioned Concurrency")
        self.divide(0)
        self.provision()

    def test_no_provisioned_concurrency_of_what_is_not_published(self):
        self.functions.update_alias(FunctionName="f", Name="live", FunctionVersion="$LATEST")
        for qualifier in ("live", "$LATEST"):
            options = {"Qualifier": qualifier, "ProvisionedConcurrentExecutions": 1}
            found = self.refusal(self.functions.put_provisioned_concurrency_config, **options)
            self.assertEqual(found[:2], (400, "InvalidParameterValueException"))
            self.assertIn("cannot be applied to unpublished function versions", found[2])

    def test_provisioned_concurrency_ends_with_its_alias(self):
        self.provision()
        self.functions.delete_alias(FunctionName="f", Name="live")
        weights = {"AdditionalVersionWeights": {"2": 0.1}}
        self.functions.create_alias(FunctionName="f", Name="live", FunctionVersion="1", RoutingConfig=weights)

    def test_a_stale_revision_is_refused(self):
        read = self.functions.get_alias(FunctionName="f", Name="live")
        self.divide(0.1)
        found = self.refusal(
            self.functions.update_alias, Name="live", FunctionVersion="9", RevisionId=read["RevisionId"]
        )
        self.assertEqual(found[:2], (412, "PreconditionFailedException"))
        current = self.functions.get_alias(FunctionName="f", Name="live")["RevisionId"]
        changed = self.functions.update_alias(FunctionName="f", Name="live", RoutingConfig={}, RevisionId=current)
        self.assertNotEqual(changed["RevisionId"], current)

    def test_a_read_gives_back_what_was_put(self):
        self.divide(0.1)
        read = self.functions.get_alias(FunctionName="f", Name="live")
        self.assertEqual(read["RoutingConfig"], {"AdditionalVersionWeights": {"2": 0.1}})
        self.divide(0)
        self.assertNotIn("RoutingConfig", self.functions.get_alias(FunctionName="f", Name="live"))
