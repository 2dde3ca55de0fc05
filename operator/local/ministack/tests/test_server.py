import json
import os
import urllib.request

from tests import ENDPOINT, EmulatorTest, client


class Server(EmulatorTest):
    def test_it_says_which_process_it_is(self):
        with urllib.request.urlopen(f"{ENDPOINT}/_ministack/process") as response:
            self.assertEqual(json.load(response), {"pid": os.getpid()})

    def test_it_is_the_account_of_the_other_emulator(self):
        self.assertEqual(client("sts").get_caller_identity()["Account"], "123456789012")
