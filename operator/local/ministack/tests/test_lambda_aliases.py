from collections import Counter

from tests.lambda_versions import ARN, VersionsTest


class Invoked(VersionsTest):
    def draws(self, number):
        return [self.invoke()[0] for _ in range(number)]

    def test_a_version_keeps_its_code_and_environment_after_the_next_is_published(self):
        self.functions.update_function_configuration(FunctionName="f", Environment=self.environment("3"))
        for version, source in (("1", "one"), ("2", "two")):
            executed, seen = self.invoke(version)
            self.assertEqual(executed, version)
            self.assertEqual(seen, {"code": source, "variable": version, "version": version, "as": f"{ARN}:{version}"})
        self.assertEqual(self.invoke("$LATEST")[1]["variable"], "3")

    def test_without_weights_every_call_is_the_aliass_version(self):
        self.assertEqual(set(self.draws(5)), {"1"})

    def test_calls_are_divided_by_weight_and_the_header_names_what_ran(self):
        self.divide(0.25)
        seen = [self.invoke() for _ in range(40)]
        for executed, answer in seen:
            self.assertEqual((answer["version"], answer["variable"]), (executed, executed))
            self.assertEqual(answer["as"], f"{ARN}:live")
        # 10 are expected; three standard deviations are 8.
        self.assertTrue(2 <= Counter(executed for executed, _ in seen)["2"] <= 18, seen)

    def test_all_and_none_are_divisions_too(self):
        self.divide(1.0)
        self.assertEqual(set(self.draws(10)), {"2"})
        self.divide(0)
        self.assertEqual(set(self.draws(10)), {"1"})
        self.assertNotIn("RoutingConfig", self.functions.get_alias(FunctionName="f", Name="live"))

    def test_an_emptied_emulator_draws_the_same_versions_again(self):
        self.divide(0.5)
        first = self.draws(12)
        self.setUp()
        self.divide(0.5)
        self.assertEqual(self.draws(12), first)
        self.assertEqual(set(first), {"1", "2"})

    def test_reads_of_an_alias_name_its_own_version(self):
        self.divide(1.0)
        read = self.functions.get_function_configuration(FunctionName="f", Qualifier="live")
        self.assertEqual(
            (read["Version"], self.functions.get_alias(FunctionName="f", Name="live")["FunctionVersion"]), ("1", "1")
        )

    def test_a_dry_run_and_a_version_by_its_number_are_not_divided(self):
        self.divide(1.0)
        self.assertEqual(self.invoke("1")[0], "1")
        answer = self.functions.invoke(FunctionName="f", Qualifier="live", InvocationType="DryRun")
        self.assertEqual(answer["StatusCode"], 204)


class Deleted(VersionsTest):
    def versions(self):
        return [it["Version"] for it in self.functions.list_versions_by_function(FunctionName="f")["Versions"]]

    def test_a_version_is_deleted_once_no_alias_leads_to_it(self):
        refused = self.functions.exceptions.ResourceConflictException
        self.divide(0.1)
        for version in ("1", "2"):
            with self.assertRaisesRegex(refused, r"because the following aliases reference it: \[live\]"):
                self.functions.delete_function(FunctionName="f", Qualifier=version)
        self.assertEqual(self.versions(), ["$LATEST", "1", "2"])
        self.divide(0)
        self.functions.delete_function(FunctionName="f", Qualifier="2")
        self.assertEqual(self.versions(), ["$LATEST", "1"])
        self.assertEqual(self.invoke()[0], "1")
