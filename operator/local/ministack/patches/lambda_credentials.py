"""Lambda: functions call back with the key of the emulator, without which the guard refuses them.

MiniStack gives them the number of their account as access key, which anyone can guess.
"""

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from guard import own_key
from patching import replaces


@replaces(lambda_runtime, "execution_credentials")
def execution_credentials(original, config):
    return original(config) | ({"AWS_ACCESS_KEY_ID": own_key()} if own_key() else {})


lambda_svc.execution_credentials = lambda_runtime.execution_credentials
